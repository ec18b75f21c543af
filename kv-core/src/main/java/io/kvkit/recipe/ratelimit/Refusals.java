package io.kvkit.recipe.ratelimit;

import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What refusals say to calls that wait. */
final class Refusals {

    private Refusals() {}

    /** Returns the charge for which a refused call may wait; null if it has to be refused. */
    static @Nullable Charge awaited(RateLimitCall call, RateLimitResult refusal) {
        return awaited(call, refusal, null);
    }

    /**
     * Does the same for a call that waits for a key already, and stays there while that key refuses it: calls that refuse
     * each other for a moment would else change their queues again and again.
     */
    static @Nullable Charge awaited(RateLimitCall call, RateLimitResult refusal, @Nullable Key known) {
        Charge first = null;
        if (refusal.retryAfter() == null) {
            return null;
        }
        for (Charge charge : call.charges()) {
            if (charge.isEnforced() && refusal.isRefusedBy(charge)) {
                if (!charge.terms().letWait()) {
                    return null;
                }
                first = first == null || charge.key().equals(known) ? charge : first;
            }
        }
        return first;
    }

    /** Returns the time after which a call passes that may wait, in microseconds. */
    static long micros(RateLimitResult refusal) {
        Duration wait = refusal.retryAfter();
        return wait == null ? 0 : (wait.toNanos() + 999) / 1_000;
    }

    /**
     * Returns the refusal of a call for which the store was not asked.
     *
     * @param known the refusal of a call that came before it
     * @param charge what it waits for
     * @param waitMicros when it is due at the earliest
     */
    static RateLimitResult of(RateLimitResult known, Charge charge, long waitMicros) {
        List<Policy> policies = known.policies().stream()
                .filter(policy -> policy.limit().equals(charge.name()))
                .toList();
        Policy tightest = policies.stream()
                .min(Comparator.comparingLong(Policy::remaining))
                .orElseThrow();
        return new RateLimitResult(
                false,
                tightest.remaining(),
                tightest.capacity(),
                Duration.of(Math.max(1, waitMicros), ChronoUnit.MICROS),
                known.decidedBy(),
                policies);
    }
}
