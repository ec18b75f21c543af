/** Calls for the results of many keys: many decisions of a cache in one flush, and one load of what is missing. Floor 3. */
@NullMarked
package io.kvkit.recipe.cache.bulk;

import org.jspecify.annotations.NullMarked;
