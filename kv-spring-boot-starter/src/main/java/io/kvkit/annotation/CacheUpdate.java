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
 * <p>A load of the same key that is running at that moment does not overwrite the new value. If the method throws an
 * exception, the cache does not change. If the store fails, the caller still gets the method's result.
 *
 * <pre>{@code
 * @CacheUpdate(name = "products", key = "#result.id")
 * public Product save(Product product) { ... }
 * }</pre>
 *
 * @since 0.1
 * @see Cached
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
     * The name of a {@code KeyGenerator} bean of Spring that makes the key of the arguments. What it returns is written
     * like the value of a {@link #key}. Set only one of the two. Default: none.
     */
    String keyGenerator() default "";

    /**
     * The value to write, a SpEL expression over the arguments and {@code #result}. Its type must be one that the
     * {@link Cached} method of this name can return. Default: {@code #result}.
     */
    String result() default "";

    /**
     * The tags of the value, SpEL expressions over the arguments and {@code #result}. Required if the {@link Cached}
     * method of this name has tags.
     */
    String[] tags() default {};

    /** The scope of the entry; must be the same as on the {@link Cached} method. Default: none. */
    String scope() default "";

    /** How long the value is kept, such as {@code 10m}. Default: the time of the {@link Cached} method of this name. */
    String ttl() default "";

    /**
     * How long the value is kept, a SpEL expression over the arguments and {@code #result}: a {@code Duration} or a text
     * such as {@code '10s'}. Null and zero mean that nothing is written. Default: the {@link #ttl}. Set only one of the
     * two.
     */
    String ttlExpression() default "";

    /** A SpEL expression over the arguments and {@code #result}. If it is false, nothing is written. Default: true. */
    String condition() default "";

    /** A SpEL expression over the arguments and {@code #result}. If it is true, nothing is written. Default: false. */
    String unless() default "";
}
