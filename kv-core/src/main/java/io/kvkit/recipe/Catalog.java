package io.kvkit.recipe;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of caches, limits, operations and consumers by name. Each method returns null if the name is unknown,
 * and throws an {@link IllegalArgumentException} if its settings are incomplete. Implementations must be safe for use
 * by several threads.
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

    /** Returns the settings of the cache with a name. */
    default @Nullable CacheSettings cache(String name) {
        return null;
    }

    /**
     * Returns the settings of the cache with a name as they are whenever they are asked for, which calls do; null if the
     * name is unknown. By default they are always those of {@link #cache}.
     */
    default @Nullable Supplier<CacheSettings> currentCache(String name) {
        CacheSettings settings = cache(name);
        return settings == null ? null : () -> settings;
    }

    /** Returns how the entries of a cache with a name are stored; null to store them as other values of the client. */
    default @Nullable CacheFormat cacheFormat(String name) {
        return null;
    }

    /**
     * Returns whether the keys of an area are stored as hashes, whatever their length. Caches say so in their {@link
     * #cacheFormat}.
     */
    default boolean hidesKeys(Area area) {
        return false;
    }

    /** Returns the settings of the limit with a name. */
    default @Nullable RateLimitSettings rateLimit(String name) {
        return null;
    }

    /**
     * Returns the settings of the limit with a name as they are whenever they are asked for, which calls do; null if the
     * name is unknown. By default they are always those of {@link #rateLimit}.
     */
    default @Nullable Supplier<RateLimitSettings> currentRateLimit(String name) {
        RateLimitSettings settings = rateLimit(name);
        return settings == null ? null : () -> settings;
    }

    /** Returns the settings of the limit of concurrent calls with a name. */
    default @Nullable ConcurrencySettings concurrencyLimit(String name) {
        return null;
    }

    /**
     * Returns the settings of the limit of concurrent calls with a name as they are whenever they are asked for, which calls
     * do; null if the name is unknown. By default they are always those of {@link #concurrencyLimit}.
     */
    default @Nullable Supplier<ConcurrencySettings> currentConcurrencyLimit(String name) {
        ConcurrencySettings settings = concurrencyLimit(name);
        return settings == null ? null : () -> settings;
    }

    /** Returns the settings of the idempotent operation with a name. */
    default @Nullable OnceSettings operation(String name) {
        return null;
    }

    /**
     * Returns whether a client can do the work of an operation. It cannot if what is kept is a response, or if calls are
     * compared by a fingerprint, which a client does not have.
     */
    default boolean isExecutable(String operation) {
        return true;
    }

    /** Returns the settings of the consumer with a name. */
    default @Nullable OnceSettings consumer(String name) {
        return null;
    }
}
