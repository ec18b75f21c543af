package io.kvkit.recipe.cache;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application decides about the results of one call. Every method may throw: a cache never makes a call fail, so
 * the result is then not stored, or computed again.
 *
 * <pre>{@code
 * CacheRules untilExpiry = new CacheRules() {
 *     @Override
 *     public long ttlMillis(Object result, long configured) {
 *         return Duration.between(Instant.now(), ((AccessToken) result).expiresAt()).toMillis();
 *     }
 * };
 * }</pre>
 *
 * @since 0.1
 */
public interface CacheRules {

    /** Rules that store every result for the configured time. */
    CacheRules NONE = new CacheRules() {};

    /** A tag of results whose tags are not known: they are removed with every tag. */
    String ANY_TAG = "\t";

    /** Rules that store every result for the configured time, without knowing its tags. */
    CacheRules UNKNOWN_TAGS = new CacheRules() {
        @Override
        public Collection<String> tags(@Nullable Object result) {
            return List.of(ANY_TAG);
        }
    };

    /** Returns whether a result may be stored. */
    default boolean isStorable(@Nullable Object result) {
        return true;
    }

    /**
     * Returns the tags of a result, at most 32. They have no effect in a cache that is not {@linkplain
     * CacheSettings#tagged tagged}.
     */
    default Collection<String> tags(@Nullable Object result) {
        return List.of();
    }

    /**
     * Returns how long a result is kept, in milliseconds; 0 not to store it. Not called for null and an empty Optional,
     * which are kept for the {@link Life#nullTtlMillis}.
     *
     * @param configured the time to live of the cache
     */
    default long ttlMillis(@Nullable Object result, long configured) {
        return configured;
    }

    /**
     * Returns whether a stored result is still valid; if not, it is removed and computed again. Called for each hit, but
     * not for null and an empty Optional.
     */
    default boolean isValid(@Nullable Object result) {
        return true;
    }

    /** Returns whether computations get the value that they replace, as a {@link Refresh}. Then it is read for each. */
    default boolean takeOldValues() {
        return false;
    }

    /** Returns the same rules, for computations that get the values that they replace. */
    default CacheRules takingOldValues() {
        return new RulesWithOldValues(this);
    }
}
