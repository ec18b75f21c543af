package io.kvkit.spring;

import io.kvkit.recipe.cache.CacheSettings;
import java.util.Map;

/**
 * Changes the settings of caches while the application runs. Applications inject it; kvkit provides the bean.
 *
 * <p>A change takes effect on this node only, for all annotations and clients with the name, from their next call on. A
 * call sees either all of the old settings or all of the new ones. Results that are stored already keep their times.
 * Changes end with the application. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * caches.change("products", Map.of("ttl", "30s", "stale-if-error", "1h", "near", "off"));
 * caches.reset("products");
 * }</pre>
 *
 * @since 0.1
 */
public interface KvCaches {

    /**
     * Returns the settings of a cache as they are now.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    CacheSettings settings(String name);

    /**
     * Returns whether the methods of a cache use it.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    boolean isEnabled(String name);

    /**
     * Changes properties of a cache, on top of earlier changes. They override its annotations, as those of the
     * configuration do, and are checked by the same rules. If one is refused, nothing changes.
     *
     * @param properties the values by property, as under {@code kv.cache.caches.<name>}: {@code ttl} and {@code 5m}. How
     *     entries are written cannot change: {@code codec}, {@code compression}, {@code sealed}, {@code shared-prefix} and
     *     {@code tagged}
     * @return the new settings
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     * @throws KvPropertyException if a property is unknown, cannot change, or has an invalid value
     * @throws KvConfigurationException if the settings contradict each other
     */
    CacheSettings change(String name, Map<String, String> properties);

    /**
     * Undoes all changes of a cache.
     *
     * @return the settings as configured
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    CacheSettings reset(String name);
}
