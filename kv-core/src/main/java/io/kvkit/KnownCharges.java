package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The charges of one permit for the keys of one limit that were used before, so that a key is written as text once. If
 * there are too many, all are forgotten.
 */
final class KnownCharges {

    static final int MOST = 16_384;

    private static final int LONGEST = 200;

    private final RateLimiter limiter;
    private final ConcurrentMap<Object, KnownCharge> charges = new ConcurrentHashMap<>();

    KnownCharges(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** Returns the charge of a key by the settings of the limit as they are now. */
    KnownCharge of(Object key, RateLimitSettings settings, NamedKeys keys) {
        if (!isPlain(key)) {
            return made(key, settings, keys);
        }
        KnownCharge known = charges.get(key);
        return known != null && known.isBy(settings) ? known : learned(key, settings, keys);
    }

    private KnownCharge learned(Object key, RateLimitSettings settings, NamedKeys keys) {
        KnownCharge charge = made(key, settings, keys);
        if (charges.size() >= MOST) {
            charges.clear();
        }
        charges.put(key, charge);
        return charge;
    }

    private KnownCharge made(Object key, RateLimitSettings settings, NamedKeys keys) {
        return KnownCharge.of(settings, keys.of(key), 1, limiter);
    }

    // Other types may change, or be equal although their texts differ.
    private static boolean isPlain(Object key) {
        return key instanceof String text
                ? text.length() <= LONGEST
                : key instanceof Long || key instanceof Integer || key instanceof UUID;
    }

    int size() {
        return charges.size();
    }
}
