package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stores the result of a method and returns the stored result for later calls with the same key.
 *
 * <p>Only one caller loads a key at a time. When many callers ask for a key that is not cached, in one JVM or in
 * several JVMs that share a store, one of them runs the method and the others get its result. An invalidation during a
 * load wins: the loading callers get their value, but it is not kept. Exceptions are not kept.
 *
 * <p>A cache never makes a call fail: if the store fails, the method runs.
 *
 * <p>You can use it on methods that return a value, a {@code CompletionStage} or a {@code Mono}. The result is kept as
 * bytes and read back as the declared return type, including its generics. Callers share a result that nobody can change,
 * such as a text or a record of numbers, and get a copy of their own of any other result.
 *
 * <pre>{@code
 * @Cached(name = "products", key = "#id", ttl = "10m")
 * public Product find(long id) { ... }
 *
 * @Cached(name = "products", each = "#ids", ttl = "10m")
 * public Map<Long, Product> findAll(Collection<Long> ids) { ... }
 * }</pre>
 *
 * <p>The settings of {@code kv.cache.caches.<name>} override the attributes. The settings of {@code kv.cache.defaults}
 * apply if neither has a value.
 *
 * @since 0.1
 * @see CacheInvalidate
 * @see CacheUpdate
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Cached {

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The name of the cache, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of the
     * class and the name of the method, such as {@code ProductService.find}. Methods with the same name share entries.
     */
    String name() default "";

    /**
     * The key, a SpEL expression over the arguments, such as {@code #id} or <code>{#tenant, #id}</code>. Default: all
     * arguments, except those that the scope covers. Null is a key like any other.
     */
    String key() default "";

    /**
     * The name of a {@code KeyGenerator} bean of Spring that makes the key of the arguments. What it returns is written
     * like the value of a {@link #key}. Set only one of the two. Default: none.
     */
    String keyGenerator() default "";

    /**
     * The argument whose elements have an entry each, such as {@code #ids}: a {@code Collection}, a {@code List} or a
     * {@code Set}. Results that are kept are not loaded again; the method is called once, with the other elements only.
     * It returns a {@code Map} from elements to results, or a {@code List} or a {@code Set} with a {@link #resultKey}.
     *
     * <p>In all other expressions but {@link #condition}, {@code #each} is one element in place of this argument, and
     * {@code #result} is the result of that element. Default: none, a call has one entry.
     */
    String each() default "";

    /**
     * Which element of {@link #each} a result belongs to, a SpEL expression over {@code #result}, such as {@code
     * #result.id}. Required if the method returns a {@code List} or a {@code Set}.
     */
    String resultKey() default "";

    /**
     * The scope of the entries: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that becomes part of the key.
     * Default: none, all callers share the entries. A call without a tenant bypasses the cache if {@code TENANT} is
     * set.
     */
    String scope() default "";

    /** A SpEL expression over the arguments. If it is false, the call bypasses the cache. Default: true. */
    String condition() default "";

    /**
     * A SpEL expression over the arguments and {@code #result}, which is null for an empty {@code Optional} or
     * {@code Mono}. If it is true, the result is not kept. Default: false.
     */
    String unless() default "";

    /**
     * The tags of a result, SpEL expressions over the arguments and {@code #result}, such as {@code #result.category}
     * or {@code 'shop-' + #shop}. A collection is several tags; null is none. Null results have the tags that do not
     * depend on {@code #result}. {@link CacheInvalidate#tags} removes all results with a tag. Default: none.
     */
    String[] tags() default {};

    /** How long a result is kept, such as {@code 10s}, {@code 5m} or {@code PT1H}. Default: {@code 10m}. */
    String ttl() default "";

    /**
     * How long null and an empty {@code Optional} or {@code Mono} are kept. With {@code 0s} they are not kept.
     * Default: {@code 30s}, or the {@link #ttl} if that is shorter.
     */
    String nullTtl() default "";

    /**
     * How long a result is kept, a SpEL expression over the arguments and {@code #result}: a {@code Duration} or a text
     * such as {@code '10s'}, as in {@code #result.expiresIn} or {@code @lives.of(#result)}. Null and zero mean that the
     * result is not kept. Null results have their own time, {@link #nullTtl}. Default: the {@link #ttl}. Set only one of
     * the two.
     */
    String ttlExpression() default "";

    /**
     * The share by which the life of each result is shortened at random, at most, such as {@code 5%} or {@code 0.05}, so
     * that results which were kept together do not end together. Default: {@code 5%}. {@code 0} for exact lives.
     */
    String jitter() default "";

    /**
     * How long after its time to live a result is still returned at once, while one call in the background loads the
     * next one. Default: {@code 0s}, never.
     */
    String staleWhileRevalidate() default "";

    /**
     * How long after its time to live a result is still returned if the method fails. Default: {@code 0s}, never.
     */
    String staleIfError() default "";

    /**
     * How early a call that gets a result lets the next one be loaded in the background, before the time to live ends:
     * with {@code 1}, the first of many calls does so about as long before as a load takes, with {@code 2} about twice as
     * long. Default: {@code 0}, never.
     */
    String earlyRefresh() default "";

    /**
     * After what time callers get a result past its time to live, if there is one, while the method goes on and its
     * result is kept. A method that returns a value then runs on another thread, if there is such a result. Default:
     * {@code 0s}, never.
     */
    String softTimeout() default "";

    /**
     * After what time callers get a {@code CacheLoadTimeoutException}, while the method goes on and its result is kept. A
     * method that returns a value then runs on another thread. Default: {@code 0s}, never.
     */
    String hardTimeout() default "";

    /**
     * A SpEL expression over the arguments and {@code #result}, evaluated for each hit. If it is false, the result is
     * dropped and loaded again. Not evaluated for null results. Default: true.
     */
    String validWhile() default "";

    /**
     * How results are written: {@code json}, {@code smile}, {@code cbor}, {@code bytes} for {@code byte[]}, {@code
     * string} for {@code String}, or the name of a bean of type {@link io.kvkit.codec.Codec}. Default: the only bean of
     * that type, which writes JSON.
     */
    String codec() default "";

    /**
     * Whether entries are encrypted and authenticated with the keys of {@code kv.cache.keys}, and the ids in their keys
     * are hashed. Default: false.
     */
    boolean sealed() default false;

    /**
     * Whether results are also kept as objects in this JVM, where a hit needs no store. Default: {@link Near#ON} if the
     * store is in this JVM, {@link Near#OFF} if it is not.
     */
    Near near() default Near.DEFAULT;

    /** Whether results are also kept in this JVM. */
    enum Near {
        /** The value of {@code kv.cache.defaults.near}. */
        DEFAULT,
        /**
         * Results are kept in this JVM. On Redis, another process can see an old result until the news of a change has
         * arrived, and for at most {@code kv.cache.defaults.max-staleness} while its connection is lost.
         */
        ON,
        /** Each call asks the store. */
        OFF
    }
}
