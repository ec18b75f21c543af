package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Removes one entry from a cache when the method has returned.
 *
 * <p>A load that is under way at that moment does not bring the old value back: its result is not kept. When the method
 * throws, nothing is removed, unless {@link #beforeInvocation} is set.
 *
 * <p>When the store fails, the method's result is returned all the same; the removal is counted as failed and repeated
 * in the background until the store acknowledges it.
 *
 * <pre>{@code
 * @CacheInvalidate(name = "products", key = "#id")
 * public void changePrice(long id, BigDecimal price) { ... }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(CacheInvalidates.class)
public @interface CacheInvalidate {

    /** Alias of {@link #name}. */
    String value() default "";

    /** The name of the cache. Required. */
    String name() default "";

    /**
     * The key to remove, a SpEL expression over the arguments and, unless {@link #beforeInvocation} is set,
     * {@code #result}. Required.
     */
    String key() default "";

    /** Whose entry it is; the same as at the {@link Cached} method. Default: everybody's. */
    String scope() default "";

    /** Whether the entry is removed before the method is called instead of after it returned. */
    boolean beforeInvocation() default false;

    /**
     * A SpEL expression over the arguments and, unless {@link #beforeInvocation} is set, {@code #result}: when it is
     * false, nothing is removed. Default: true.
     */
    String condition() default "";
}
