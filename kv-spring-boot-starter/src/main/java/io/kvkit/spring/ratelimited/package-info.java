/** {@code @RateLimited}: settings, operations, parser and guards. */
@NullMarked
package io.kvkit.spring.ratelimited;

import org.jspecify.annotations.NullMarked;
