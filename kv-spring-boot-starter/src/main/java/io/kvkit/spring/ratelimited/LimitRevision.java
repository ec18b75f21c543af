package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a call of limited methods up to date while it waits, for its plans or for its permits.
 *
 * @param plans the limits of the call, and its plans
 * @param known the settings by which the call is charged
 */
record LimitRevision(CallPlans plans, List<RateLimitSettings> known) implements RateLimitCall.Revision {

    /** Returns what happens to a call if the store fails: what the strictest limit says that is enforced. */
    static OnStoreFailure strictest(List<Charge> charges, List<RateLimitSettings> settings) {
        if (charges.size() == 1) {
            return settings.get(0).onStoreFailure();
        }
        OnStoreFailure strictest = OnStoreFailure.OPEN;
        for (int i = 0; i < charges.size(); i++) {
            strictest = charges.get(i).isEnforced()
                    ? strictest.stricter(settings.get(i).onStoreFailure())
                    : strictest;
        }
        return strictest;
    }

    @Override
    public @Nullable RateLimitCall revise(RateLimitCall call) {
        int[] enabled = IntStream.range(0, known.size())
                .filter(i -> plans.limits().get(i).isEnabled())
                .toArray();
        CallPlans left = plans.only(enabled);
        List<RateLimitSettings> now =
                IntStream.range(0, enabled.length).mapToObj(left::settings).toList();
        if (now.equals(known)) {
            return call;
        }
        return now.isEmpty() ? null : revised(call, enabled, left, now);
    }

    private static RateLimitCall revised(
            RateLimitCall call, int[] enabled, CallPlans left, List<RateLimitSettings> now) {
        List<Charge> charges = new ArrayList<>(enabled.length);
        for (int i = 0; i < enabled.length; i++) {
            charges.add(call.charges().get(enabled[i]).by(now.get(i)));
        }
        LimitRevision next = new LimitRevision(left, now);
        return new RateLimitCall(charges, strictest(charges, now), call.decided(), next);
    }
}
