package io.kvkit.recipe;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import org.jspecify.annotations.Nullable;

/**
 * What an application has set by name. Each method answers null for a name that it does not know; it may be called at any
 * time, by several threads.
 *
 * <pre>{@code
 * Catalog catalog = new Catalog() {
 *     @Override
 *     public CacheSettings cache(String name) {
 *         return CacheSettings.of(name, 60_000);
 *     }
 * };
 * }</pre>
 */
public interface Catalog {

    /** Knows no name. */
    Catalog EMPTY = new Catalog() {};

    /** How the cache of a name behaves. */
    default @Nullable CacheSettings cache(String name) {
        return null;
    }

    /** What the limit of a name allows. */
    default @Nullable RateLimitSettings rateLimit(String name) {
        return null;
    }

    /** How the idempotent operation of a name behaves. */
    default @Nullable OnceSettings operation(String name) {
        return null;
    }

    /** How the consumer of events of a name behaves. */
    default @Nullable OnceSettings consumer(String name) {
        return null;
    }
}
