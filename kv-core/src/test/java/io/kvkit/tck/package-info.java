/** The contract that stores and drivers must keep, and what its tests are made of. */
@NullMarked
package io.kvkit.tck;

import org.jspecify.annotations.NullMarked;
