/** A small shop that shows the four annotations at work. */
@NullMarked
package io.kvkit.sample;

import org.jspecify.annotations.NullMarked;
