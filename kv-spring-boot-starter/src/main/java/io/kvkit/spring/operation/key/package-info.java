/** The keys of calls, and what is known of them before any call. */
@NullMarked
package io.kvkit.spring.operation.key;

import org.jspecify.annotations.NullMarked;
