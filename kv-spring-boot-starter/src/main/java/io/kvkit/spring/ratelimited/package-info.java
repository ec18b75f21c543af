/** {@code @RateLimited}: settings, operations, the parser that makes them, and what guards their methods. */
@NullMarked
package io.kvkit.spring.ratelimited;

import org.jspecify.annotations.NullMarked;
