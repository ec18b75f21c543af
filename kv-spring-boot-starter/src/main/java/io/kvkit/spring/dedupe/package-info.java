/** {@code @DedupeEvent}: settings, operations, parser and guards. */
@NullMarked
package io.kvkit.spring.dedupe;

import org.jspecify.annotations.NullMarked;
