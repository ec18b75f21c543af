/**
 * Work that runs once: calls with a key, which are replayed afterwards, and events, which are skipped afterwards. Floor
 * 3.
 */
@NullMarked
package io.kvkit.recipe.once;

import org.jspecify.annotations.NullMarked;
