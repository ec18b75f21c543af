/** Finds the annotations of classes and methods, and reads them as operations. */
@NullMarked
package io.kvkit.spring.operation.read;

import org.jspecify.annotations.NullMarked;
