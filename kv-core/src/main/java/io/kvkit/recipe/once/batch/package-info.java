/** Work that runs once for each of several keys, in one call. */
@NullMarked
package io.kvkit.recipe.once.batch;

import org.jspecify.annotations.NullMarked;
