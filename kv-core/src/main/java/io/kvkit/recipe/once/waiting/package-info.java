/** Calls that wait for the end of another call with their key. */
@NullMarked
package io.kvkit.recipe.once.waiting;

import org.jspecify.annotations.NullMarked;
