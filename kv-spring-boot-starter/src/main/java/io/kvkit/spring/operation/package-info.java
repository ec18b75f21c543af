/**
 * What an operation is: its area, its settings by precedence, and the rules that hold for all annotations. Floor 1.
 *
 * <p>Below it are {@code key}, {@code expression}, {@code type} and {@code attribute}; above it is {@code read}, which
 * finds the annotations of a class.
 */
@NullMarked
package io.kvkit.spring.operation;

import org.jspecify.annotations.NullMarked;
