package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps the results of a method and answers later calls with the same key from them.
 *
 * <p>A key is loaded once at a time: of many callers with a cold key, in one JVM or in several on one store, one runs
 * the method and the others get its result. An invalidation during a load wins: the loading callers get their value,
 * but it is not kept. Exceptions are not kept.
 *
 * <p>When the store fails, the method runs: a cache never makes a call fail.
 *
 * <p>Works on methods that return a value, a {@code CompletionStage} or a {@code Mono}. The result is kept as bytes, so
 * a hit gives a copy of its own; it is read as the declared return type, generics included.
 *
 * <pre>{@code
 * @Cached(name = "products", key = "#id", ttl = "10m")
 * public Product find(long id) { ... }
 * }</pre>
 *
 * <p>Settings of {@code kv.cache.caches.<name>} beat the attributes; {@code kv.cache.defaults} fill in what neither says.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Cached {

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The identity of the cache, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of the
     * class and the name of the method, as in {@code ProductService.find}. Methods with one name share their entries.
     */
    String name() default "";

    /**
     * The key, a SpEL expression over the arguments, as in {@code #id} or <code>{#tenant, #id}</code>. Default: all
     * arguments, without one that the scope stands for. Null is a key like any other.
     */
    String key() default "";

    /**
     * Whose entries these are: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that is part of the key. Default:
     * everybody's. A call without a tenant fails where {@code TENANT} is set.
     */
    String scope() default "";

    /** A SpEL expression over the arguments: when it is false, the call passes by the cache. Default: true. */
    String condition() default "";

    /** A SpEL expression over arguments and {@code #result}: when it is true, the result is not kept. Default: false. */
    String unless() default "";

    /** How long a result is kept, as {@code 10s}, {@code 5m} or {@code PT1H}. Default: {@code 10m}. */
    String ttl() default "";

    /**
     * How long null and an empty {@code Optional} or {@code Mono} are kept; {@code 0s} never. Default: {@code 30s}, or
     * the {@link #ttl} if that is shorter.
     */
    String nullTtl() default "";
}
