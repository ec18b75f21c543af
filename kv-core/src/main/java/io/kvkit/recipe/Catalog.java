package io.kvkit.recipe;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an application by name. Each method returns null for an unknown name, and throws an
 * {@link IllegalArgumentException} if the settings of a name are not complete. Implementations must be safe for use by
 * several threads.
 *
 * <pre>{@code
 * Catalog catalog = new Catalog() {
 *     @Override
 *     public CacheSettings cache(String name) {
 *         return CacheSettings.of(name, 60_000);
 *     }
 * };
 * }</pre>
 *
 * @since 0.1
 */
public interface Catalog {

    /** A catalog without names. */
    Catalog EMPTY = new Catalog() {};

    /** Returns how the cache of a name behaves. */
    default @Nullable CacheSettings cache(String name) {
        return null;
    }

    /** Returns what the limit of a name allows. */
    default @Nullable RateLimitSettings rateLimit(String name) {
        return null;
    }

    /** Returns how the idempotent operation of a name behaves. */
    default @Nullable OnceSettings operation(String name) {
        return null;
    }

    /** Returns how the consumer of a name behaves. */
    default @Nullable OnceSettings consumer(String name) {
        return null;
    }
}
