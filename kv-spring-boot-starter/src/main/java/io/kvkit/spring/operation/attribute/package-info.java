/** The values in annotations and properties, read and checked. */
@NullMarked
package io.kvkit.spring.operation.attribute;

import org.jspecify.annotations.NullMarked;
