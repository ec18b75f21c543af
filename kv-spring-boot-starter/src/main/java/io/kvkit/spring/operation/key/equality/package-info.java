/** The fields that {@code equals()} of a class compares, as its bytecode shows. */
@NullMarked
package io.kvkit.spring.operation.key.equality;

import org.jspecify.annotations.NullMarked;
