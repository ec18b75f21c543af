package io.kvkit.resilience;

import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The permission to make one call, given by the circuits of the call. They are notified exactly once. */
sealed interface Pass {

    /** Called if the call was not made after all. */
    void unused();

    /**
     * Called when the call has ended.
     *
     * @param answer what the store answered; null if nothing
     * @param failure the failure of the call, or of a batch of which no key succeeded; null if it did not fail
     * @param nanos the duration of the call in nanoseconds
     */
    void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos);

    /**
     * The permission of one circuit.
     *
     * @param permit the permit of its breaker
     * @param isTimed whether the duration of the call is a sample of the durations of that part
     */
    record One(Circuit circuit, Permit permit, boolean isTimed) implements Pass {

        @Override
        public void unused() {
            circuit.unused(permit);
        }

        @Override
        public void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos) {
            if (isTimed) {
                circuit.learn(failure, nanos);
            }
            circuit.ended(permit, failure);
        }
    }

    /**
     * The permission of a batch, given by the circuits of its parts. Each of them is notified of the outcome of its own
     * keys.
     */
    record Several(Map<Pass, List<Key>> keys) implements Pass {

        @Override
        public void unused() {
            keys.keySet().forEach(Pass::unused);
        }

        // The part that did not answer cannot be distinguished from the others, so all count as failed.
        @Override
        public void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos) {
            keys.forEach((pass, own) -> pass.ended(
                    answer, answer instanceof Batch<?, ?> batch ? Verdict.failureOf(own, batch) : failure, nanos));
        }
    }
}
