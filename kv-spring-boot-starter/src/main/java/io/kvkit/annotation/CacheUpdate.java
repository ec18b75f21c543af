package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts the result of a method into a cache. The method always runs.
 *
 * <p>A load of the same key that is under way does not overwrite the new value. When the method throws, the cache stays
 * as it is. When the store fails, the method's result is returned all the same.
 *
 * <pre>{@code
 * @CacheUpdate(name = "products", key = "#result.id")
 * public Product save(Product product) { ... }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(CacheUpdates.class)
public @interface CacheUpdate {

    /** Alias of {@link #name}. */
    String value() default "";

    /** The name of the cache. Required. */
    String name() default "";

    /** The key to write, a SpEL expression over the arguments and {@code #result}. Required. */
    String key() default "";

    /**
     * The value to write, a SpEL expression over the arguments and {@code #result}; of the type that the {@link Cached}
     * method of this name returns. Default: {@code #result}.
     */
    String result() default "";

    /** Whose entry it is; the same as at the {@link Cached} method. Default: everybody's. */
    String scope() default "";

    /** How long the value is kept, as {@code 10m}. Default: as long as the {@link Cached} method of this name says. */
    String ttl() default "";

    /** A SpEL expression over the arguments and {@code #result}: when false, nothing is written. Default: true. */
    String condition() default "";

    /** A SpEL expression over the arguments and {@code #result}: when true, nothing is written. Default: false. */
    String unless() default "";
}
