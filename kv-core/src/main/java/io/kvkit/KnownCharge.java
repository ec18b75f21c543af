package io.kvkit;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * The charge of a key.
 *
 * @param settings the settings of the limit that the charge follows from
 * @param charge the charge
 * @param passage its short way; null if there is none
 */
record KnownCharge(
        RateLimitSettings settings, Charge charge, @Nullable Passage passage) {

    static KnownCharge of(RateLimitSettings settings, Key key, long permits, RateLimiter limiter) {
        Charge charge = settings.charge(key, permits);
        return new KnownCharge(settings, charge, limiter.passage(charge));
    }

    // Each change of a limit makes new settings.
    @SuppressWarnings("ReferenceEquality")
    boolean isBy(RateLimitSettings now) {
        return settings == now;
    }

    /** Takes the permits by the short way and returns the decision; null if nothing was taken. */
    @Nullable
    RateLimitResult pass() {
        return passage == null ? null : passage.pass();
    }
}
