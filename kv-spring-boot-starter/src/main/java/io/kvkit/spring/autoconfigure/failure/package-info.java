/** Explains in the log why a property or an annotation fails startup. */
@NullMarked
package io.kvkit.spring.autoconfigure.failure;

import org.jspecify.annotations.NullMarked;
