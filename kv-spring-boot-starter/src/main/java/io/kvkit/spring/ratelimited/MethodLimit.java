package io.kvkit.spring.ratelimited;

import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A limit of a method: it applies to calls for which its condition is true, and may answer those that it refuses. */
interface MethodLimit {

    /** Returns whether the limit applies to a call. */
    Condition condition();

    /** Returns the name of the limit. */
    String name();

    /** Returns the namespace of its permits. */
    Namespace namespace();

    /** Returns the method that answers refused calls; null for the exception. */
    @Nullable
    Fallback fallback();

    /** Returns whether one of several limits does not apply to all calls. */
    static boolean isIn(List<? extends MethodLimit> limits) {
        return limits.stream().anyMatch(limit -> limit.condition() != Condition.ALWAYS);
    }

    /** Returns the limits that apply to a call, and counts the others. */
    static <L extends MethodLimit> List<L> applying(List<L> limits, Invocation call, KvListeners listeners) {
        List<L> applying = new ArrayList<>(limits.size());
        for (L limit : limits) {
            if (limit.condition().test(call, null)) {
                applying.add(limit);
            } else if (!listeners.isEmpty()) {
                listeners.tell(new RateLimitEvent(limit.namespace(), limit.name(), Outcome.SKIPPED, DecidedBy.NOBODY));
            }
        }
        return applying;
    }
}
