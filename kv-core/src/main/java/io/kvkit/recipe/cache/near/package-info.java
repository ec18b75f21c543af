/** Near caches: results as objects inside this JVM, dropped when their records change. Floor 3. */
@NullMarked
package io.kvkit.recipe.cache.near;

import org.jspecify.annotations.NullMarked;
