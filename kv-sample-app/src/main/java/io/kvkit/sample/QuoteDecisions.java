package io.kvkit.sample;

import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts what the limit of quotes decided in this JVM. */
@Component
final class QuoteDecisions implements KvListener {

    private final Map<Outcome, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof RateLimitEvent decision && decision.name().equals("quotes")) {
            counts.merge(decision.outcome(), 1L, Long::sum);
        }
    }

    long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
