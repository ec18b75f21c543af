/** Values that are computed once and kept for a time, safe against invalidation during the computation. Floor 3. */
@NullMarked
package io.kvkit.recipe.cache;

import org.jspecify.annotations.NullMarked;
