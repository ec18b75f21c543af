/** Annotations and settings, read once and checked, as immutable operations. Floor 1. */
@NullMarked
package io.kvkit.spring.operation;

import org.jspecify.annotations.NullMarked;
