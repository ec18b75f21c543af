/** The rate limit recipe: one or several keys, all or none, and its behavior while the store fails. Floor 3. */
@NullMarked
package io.kvkit.recipe.ratelimit;

import org.jspecify.annotations.NullMarked;
