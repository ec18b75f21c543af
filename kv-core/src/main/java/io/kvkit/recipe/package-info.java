/** The recipes of an application, each on the store of its area. Floor 3. */
@NullMarked
package io.kvkit.recipe;

import org.jspecify.annotations.NullMarked;
