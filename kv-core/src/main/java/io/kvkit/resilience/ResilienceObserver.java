package io.kvkit.resilience;

import io.kvkit.store.KvException;
import io.kvkit.store.StorePart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of the calls of a store. Must not block; what it throws is logged and changes nothing. */
public interface ResilienceObserver {

    /** Hears nothing. */
    ResilienceObserver NONE = new ResilienceObserver() {
        @Override
        public void ended(String operation, KvException.@Nullable Kind failure, Duration took) {}

        @Override
        public void refused(String operation, KvException.Kind refusal) {}

        @Override
        public void changed(StorePart part, BreakerState from, BreakerState to) {}
    };

    /**
     * A call that reached the store has ended.
     *
     * @param operation its name, of which there are few: {@code get}, or that of a script as {@code claim}
     * @param failure how it failed; null if it did not. A batch failed if none of its keys succeeded; of one on several
     *     parts those count that the circuit breakers let through
     * @param took how long it took
     */
    void ended(String operation, KvException.@Nullable Kind failure, Duration took);

    /**
     * A call did not reach the store.
     *
     * @param operation its name
     * @param refusal TRANSIENT because of the circuit breaker, CAPACITY because too many calls are in flight
     */
    void refused(String operation, KvException.Kind refusal);

    /**
     * The circuit breaker of a part changed its state, or the part has left the store and nothing is refused because of
     * it any more.
     *
     * @param part the part; {@link StorePart#WHOLE} where the store is not divided
     */
    void changed(StorePart part, BreakerState from, BreakerState to);
}
