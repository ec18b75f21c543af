/** The expressions in annotations, checked at startup and evaluated for each call. */
@NullMarked
package io.kvkit.spring.operation.expression;

import org.jspecify.annotations.NullMarked;
