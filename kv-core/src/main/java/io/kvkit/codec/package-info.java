/** Bytes to values and back. Floor 0. */
@NullMarked
package io.kvkit.codec;

import org.jspecify.annotations.NullMarked;
