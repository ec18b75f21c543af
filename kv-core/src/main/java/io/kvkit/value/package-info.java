/** Conditional changes of plain values, as transitions. */
@NullMarked
package io.kvkit.value;

import org.jspecify.annotations.NullMarked;
