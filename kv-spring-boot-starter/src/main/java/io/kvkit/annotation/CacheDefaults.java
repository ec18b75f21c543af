package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the cache annotations of a class say if they do not say it themselves.
 *
 * <p>It applies to {@link Cached}, {@link CacheInvalidate} and {@link CacheUpdate} on the methods of the class and of its
 * subclasses, and on those of classes that implement the interface. The nearest one counts. It caches nothing by itself.
 *
 * <pre>{@code
 * @CacheDefaults(scope = "TENANT")
 * class Orders {
 *
 *     @Cached(name = "orders", key = "#id")
 *     public Order find(long id) { ... }
 *
 *     @CacheInvalidate(name = "orders", key = "#order.id")
 *     public void change(Order order) { ... }
 * }
 * }</pre>
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface CacheDefaults {

    /** The name of the cache of annotations without a name. Default: none. */
    String name() default "";

    /**
     * The scope of annotations without a scope: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression. A method whose
     * entries all callers share has {@code scope = "NONE"}. Annotations with {@code tags} or {@code allEntries} reach all
     * scopes. Default: none.
     */
    String scope() default "";

    /** The {@code KeyGenerator} bean of annotations that name neither an entry nor a bean. Default: none. */
    String keyGenerator() default "";
}
