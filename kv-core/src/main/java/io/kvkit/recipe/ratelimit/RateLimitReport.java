package io.kvkit.recipe.ratelimit;

import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports decisions to listeners, and to what counts the keys with the most calls. */
record RateLimitReport(KvListeners listeners, @Nullable HotKeys hotKeys) {

    void tell(List<Charge> charges, RateLimitResult result) {
        if (hotKeys != null) {
            count(hotKeys, charges, result);
        }
        if (listeners.isEmpty()) {
            return;
        }
        for (Charge charge : charges) {
            tell(charge, result);
        }
    }

    private static void count(HotKeys counter, List<Charge> charges, RateLimitResult result) {
        boolean unknown = !result.allowed() && result.policies().isEmpty();
        for (Charge charge : charges) {
            counter.count(charge.name(), charge.key(), unknown || result.isRefusedBy(charge));
        }
    }

    /** Reports that the store has granted a charge. */
    void passed(Charge charge) {
        if (hotKeys != null) {
            hotKeys.count(charge.name(), charge.key(), false);
        }
        if (listeners.isEmpty()) {
            return;
        }
        int bands = charge.meter().bands().size();
        for (int i = 0; i < bands; i++) {
            String name = Policy.name(charge.name(), bands == 1 ? 0 : i + 1);
            listeners.tell(new RateLimitEvent(charge.key().namespace(), name, Outcome.ALLOWED, DecidedBy.STORE));
        }
    }

    private void tell(Charge charge, RateLimitResult result) {
        // Nothing was counted, so the limit has no bands to show.
        if (result.policies().isEmpty()) {
            tell(charge, charge.name(), result.allowed() ? Outcome.ALLOWED : Outcome.REFUSED, result);
        }
        boolean passes = result.allowed() && !result.isRefusedBy(charge);
        for (Policy policy : result.policies()) {
            if (policy.limit().equals(charge.name()) && (passes || policy.violated())) {
                tell(charge, policy.name(), outcome(charge, passes), result);
            }
        }
    }

    private static Outcome outcome(Charge charge, boolean passes) {
        if (passes) {
            return Outcome.ALLOWED;
        }
        return charge.isEnforced() ? Outcome.REFUSED : Outcome.WOULD_REFUSE;
    }

    private void tell(Charge charge, String name, Outcome outcome, RateLimitResult result) {
        listeners.tell(new RateLimitEvent(charge.key().namespace(), name, outcome, result.decidedBy()));
    }
}
