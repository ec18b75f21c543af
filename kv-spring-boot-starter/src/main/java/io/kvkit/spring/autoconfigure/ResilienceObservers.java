package io.kvkit.spring.autoconfigure;

import io.kvkit.resilience.BreakerState;
import io.kvkit.resilience.ResilienceObserver;
import io.kvkit.store.KvException;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers of a store's calls as one. */
record ResilienceObservers(List<ResilienceObserver> all) implements ResilienceObserver {

    @Override
    public void ended(String operation, KvException.@Nullable Kind failure, Duration took) {
        all.forEach(one -> one.ended(operation, failure, took));
    }

    @Override
    public void refused(String operation, KvException.Kind refusal) {
        all.forEach(one -> one.refused(operation, refusal));
    }

    @Override
    public void changed(StorePart part, BreakerState from, BreakerState to) {
        all.forEach(one -> one.changed(part, from, to));
    }
}
