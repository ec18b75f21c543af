/** Codecs: values to bytes and back. Floor 0. */
@NullMarked
package io.kvkit.codec;

import org.jspecify.annotations.NullMarked;
