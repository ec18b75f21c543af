/** The rate limit recipe: one or several keys, all or none, and what happens while the store is gone. Floor 3. */
@NullMarked
package io.kvkit.recipe.ratelimit;

import org.jspecify.annotations.NullMarked;
