/** The store inside one JVM. */
@NullMarked
package io.kvkit.memory;

import org.jspecify.annotations.NullMarked;
