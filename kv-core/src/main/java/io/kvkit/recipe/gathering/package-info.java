/** Sends what many decisions ask of a store together. */
@NullMarked
package io.kvkit.recipe.gathering;

import org.jspecify.annotations.NullMarked;
