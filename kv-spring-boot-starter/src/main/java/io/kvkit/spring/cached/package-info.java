/** {@code @Cached}, {@code @CacheInvalidate} and {@code @CacheUpdate}: settings, operations, the parser that makes them, and what guards their methods. */
@NullMarked
package io.kvkit.spring.cached;

import org.jspecify.annotations.NullMarked;
