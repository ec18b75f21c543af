package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Removes an entry from a cache, or many of them, after the method has returned.
 *
 * <p>A load of the same key that is running at that moment cannot bring the old value back: its result is not kept. If
 * the method throws an exception, nothing is removed, unless {@link #beforeInvocation} is set.
 *
 * <p>If the store fails, the caller still gets the method's result. The removal is counted as failed and repeated in
 * the background until the store acknowledges it.
 *
 * <pre>{@code
 * @CacheInvalidate(name = "products", key = "#id")
 * public void changePrice(long id, BigDecimal price) { ... }
 *
 * @CacheInvalidate(name = "products", keys = "#prices.keySet()")
 * public void changePrices(Map<Long, BigDecimal> prices) { ... }
 *
 * @CacheInvalidate(name = "products", tags = "#category")
 * public void reprice(String category, BigDecimal factor) { ... }
 * }</pre>
 *
 * @since 0.1
 * @see Cached
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(CacheInvalidates.class)
public @interface CacheInvalidate {

    /** Alias of {@link #name}. */
    String[] value() default {};

    /** The name of the cache, or the names of several. Required. */
    String[] name() default {};

    /**
     * The key to remove, a SpEL expression over the arguments and, unless {@link #beforeInvocation} is set,
     * {@code #result}. A collection is one composite key, as on the {@link Cached} method; see {@link #keys} for several
     * keys. Set exactly one of key, keys, {@link #tags} and {@link #allEntries}.
     */
    String key() default "";

    /**
     * The name of a {@code KeyGenerator} bean of Spring that makes the key of the arguments. What it returns is written
     * like the value of a {@link #key}. Set only one of the two. Default: none.
     */
    String keyGenerator() default "";

    /**
     * The keys to remove, a SpEL expression for a collection or an array, over the arguments and, unless {@link
     * #beforeInvocation} is set, {@code #result}: {@code #ids}, or <code>#orders.![{customer, id}]</code>. Each element
     * is one {@link #key}, and a list among them is one composite key. They are removed together; those that the store
     * does not acknowledge are repeated one by one. Null and an empty collection remove nothing.
     */
    String keys() default "";

    /**
     * The tags whose entries are removed, SpEL expressions over the arguments and, unless {@link #beforeInvocation} is
     * set, {@code #result}. A collection is several tags. It takes one step, however many entries have a tag.
     */
    String[] tags() default {};

    /** Whether all entries of the cache are removed, those of all scopes. It takes one step. */
    boolean allEntries() default false;

    /** The scope of the entry; must be the same as on the {@link Cached} method. Default: none. */
    String scope() default "";

    /** Whether to remove the entry before the method is called instead of after it has returned. */
    boolean beforeInvocation() default false;

    /**
     * A SpEL expression over the arguments and, unless {@link #beforeInvocation} is set, {@code #result}. If it is
     * false, nothing is removed. Default: true.
     */
    String condition() default "";
}
