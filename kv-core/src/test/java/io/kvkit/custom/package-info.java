/** Stores that are written from the public contract alone, as those of others are. */
@NullMarked
package io.kvkit.custom;

import org.jspecify.annotations.NullMarked;
