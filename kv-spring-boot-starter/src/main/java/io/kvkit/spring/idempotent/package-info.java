/** {@code @Idempotent}: settings, operations, parser and guards. */
@NullMarked
package io.kvkit.spring.idempotent;

import org.jspecify.annotations.NullMarked;
