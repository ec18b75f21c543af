package io.kvkit.resilience;

import io.kvkit.call.Quietly;
import io.kvkit.store.KvException;
import io.kvkit.store.StorePart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An observer whose mistakes change nothing: a call ends even if nobody can count it. */
record QuietObserver(ResilienceObserver observer) implements ResilienceObserver {

    @Override
    public void ended(String operation, KvException.@Nullable Kind failure, Duration took) {
        Quietly.tell(() -> observer.ended(operation, failure, took));
    }

    @Override
    public void refused(String operation, KvException.Kind refusal) {
        Quietly.tell(() -> observer.refused(operation, refusal));
    }

    @Override
    public void changed(StorePart part, BreakerState from, BreakerState to) {
        Quietly.tell(() -> observer.changed(part, from, to));
    }
}
