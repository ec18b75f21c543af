/** {@code @Idempotent}: settings, operations, the parser that makes them, and what guards their methods. */
@NullMarked
package io.kvkit.spring.idempotent;

import org.jspecify.annotations.NullMarked;
