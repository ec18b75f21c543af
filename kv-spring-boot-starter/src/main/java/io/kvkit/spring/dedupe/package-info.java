/** {@code @DedupeEvent}: settings, operations, the parser that makes them, and what guards their methods. */
@NullMarked
package io.kvkit.spring.dedupe;

import org.jspecify.annotations.NullMarked;
