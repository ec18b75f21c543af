package io.kvkit.resilience;

import io.kvkit.store.KvException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An observer whose mistakes change nothing: a call ends even if nobody can count it. */
record ShieldedObserver(ResilienceObserver observer) implements ResilienceObserver {

    private static final Logger log = LoggerFactory.getLogger(ResilientKvStore.class);

    @Override
    public void ended(String operation, KvException.@Nullable Kind failure, Duration took) {
        tell(() -> observer.ended(operation, failure, took));
    }

    @Override
    public void refused(String operation, KvException.Kind refusal) {
        tell(() -> observer.refused(operation, refusal));
    }

    @Override
    public void changed(BreakerState from, BreakerState to) {
        tell(() -> observer.changed(from, to));
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            log.warn("An observer of the store failed", e);
        }
    }
}
