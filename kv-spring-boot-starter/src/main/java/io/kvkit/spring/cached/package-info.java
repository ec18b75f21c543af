/** {@code @Cached}, {@code @CacheInvalidate} and {@code @CacheUpdate}: settings, operations, parser and guards. */
@NullMarked
package io.kvkit.spring.cached;

import org.jspecify.annotations.NullMarked;
