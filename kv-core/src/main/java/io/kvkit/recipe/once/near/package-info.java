/** Records of finished work that are kept in this JVM, so that a duplicate call is answered without the store. */
@NullMarked
package io.kvkit.recipe.once.near;

import org.jspecify.annotations.NullMarked;
