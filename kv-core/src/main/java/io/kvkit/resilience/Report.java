package io.kvkit.resilience;

import io.kvkit.event.BreakerState;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The details about the shield in the health of a store: the breakers that are not closed, and the calls in flight. */
record Report(Map<StorePart, BreakerState> notClosed, int inFlight, int maxInFlight) {

    /** Returns the health of the store, or its failure after a timeout, with the details of the shield. */
    StoreHealth with(@Nullable StoreHealth answer, @Nullable Throwable failure, Duration timeout) {
        return answer == null
                ? with(new StoreHealth(
                        false,
                        timeout,
                        Map.of("error", String.valueOf(failure == null ? "no answer" : failure.getMessage()))))
                : with(answer);
    }

    private StoreHealth with(StoreHealth health) {
        Map<String, String> details = new HashMap<>(health.details());
        details.put("breaker", breaker());
        details.put("inFlight", inFlight + " of " + maxInFlight);
        if (!notClosed.isEmpty()) {
            details.putIfAbsent(
                    StoreHealth.DEGRADED,
                    isAboutTheWhole() ? "the circuit breaker is not closed" : "circuit breakers are not closed");
        }
        return new StoreHealth(health.up(), health.latency(), details);
    }

    private String breaker() {
        if (notClosed.isEmpty()) {
            return text(BreakerState.CLOSED);
        }
        return isAboutTheWhole()
                ? text(notClosed.values().iterator().next())
                : notClosed.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private boolean isAboutTheWhole() {
        return notClosed.keySet().equals(Set.of(StorePart.WHOLE));
    }

    private static String text(BreakerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
