package io.kvkit;

import io.kvkit.call.Alias;
import io.kvkit.call.Aliases;
import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The charges of one permit for the keys of one limit that were used before, so that a key is written as text once. */
final class KnownCharges {

    /** About how many are known; at most four times as many. */
    static final int MOST = 16_384;

    private static final int LONGEST = 200;

    /** The charges by keys, and the settings of the limit that they follow from; null if there are none. */
    private record Known(@Nullable RateLimitSettings settings, Aliases<Passage> charges) {

        Known(@Nullable RateLimitSettings settings) {
            this(settings, new Aliases<>(List.of(0), MOST));
        }
    }

    private final RateLimiter limiter;
    private volatile Known known = new Known(null);

    KnownCharges(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** Returns the charge of a key by the settings of the limit as they are now. */
    Passage of(Object key, RateLimitSettings settings, NamedKeys keys) {
        if (!isPlain(key)) {
            return made(key, settings, keys, Alias.Arguments.UNKNOWN);
        }
        Passage found = charges(settings).findOne(key);
        return found == null ? learned(key, settings, keys) : found;
    }

    private Passage learned(Object key, RateLimitSettings settings, NamedKeys keys) {
        return Objects.requireNonNull(
                charges(settings).put(new Object[] {key}, arguments -> made(key, settings, keys, arguments)));
    }

    // Each change of a limit makes new settings.
    @SuppressWarnings("ReferenceEquality")
    private Aliases<Passage> charges(RateLimitSettings settings) {
        Known now = known;
        if (now.settings() != settings) {
            now = new Known(settings);
            known = now;
        }
        return now.charges();
    }

    private Passage made(Object key, RateLimitSettings settings, NamedKeys keys, Alias.Arguments arguments) {
        return limiter.passage(settings.charge(keys.of(key), 1), arguments);
    }

    // Other types may change, or be equal although their texts differ.
    private static boolean isPlain(Object key) {
        return key instanceof String text
                ? text.length() <= LONGEST
                : key instanceof Long || key instanceof Integer || key instanceof UUID;
    }

    int places() {
        return known.charges().places();
    }
}
