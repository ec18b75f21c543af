package io.kvkit;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
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

    private final ConcurrentMap<Object, Charge> charges = new ConcurrentHashMap<>();

    /** Returns the charge of a key by the settings of the limit as they are now. */
    Charge of(Object key, RateLimitSettings settings, NamedKeys keys) {
        if (!isPlain(key)) {
            return made(key, settings, keys);
        }
        Charge known = charges.get(key);
        boolean current = known != null
                && known.meter() == settings.meter()
                && known.terms().equals(settings.terms());
        return known != null && current ? known : learned(key, settings, keys);
    }

    private Charge learned(Object key, RateLimitSettings settings, NamedKeys keys) {
        Charge charge = made(key, settings, keys);
        if (charges.size() >= MOST) {
            charges.clear();
        }
        charges.put(key, charge);
        return charge;
    }

    private static Charge made(Object key, RateLimitSettings settings, NamedKeys keys) {
        return settings.charge(keys.of(key), 1);
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
