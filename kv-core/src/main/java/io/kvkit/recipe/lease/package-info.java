/** A named right that one process holds at a time and loses when it dies. Floor 3. */
@NullMarked
package io.kvkit.recipe.lease;

import org.jspecify.annotations.NullMarked;
