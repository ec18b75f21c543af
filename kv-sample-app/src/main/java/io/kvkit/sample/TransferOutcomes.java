package io.kvkit.sample;

import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts the outcomes of transfers in this JVM, such as takeovers and results that came too late. */
@Component
final class TransferOutcomes implements KvListener {

    private final Map<Outcome, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof OnceEvent end && end.name().equals("transfers")) {
            counts.merge(end.outcome(), 1L, Long::sum);
        }
    }

    Map<Outcome, Long> counts() {
        return Map.copyOf(counts);
    }
}
