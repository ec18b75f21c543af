/** The declared types of annotated methods. */
@NullMarked
package io.kvkit.spring.operation.type;

import org.jspecify.annotations.NullMarked;
