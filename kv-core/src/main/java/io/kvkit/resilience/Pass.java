package io.kvkit.resilience;

import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leave to make one call, given by the circuits that the call concerns. They hear of it exactly once. */
sealed interface Pass {

    /** The call was not made after all. */
    void unused();

    /**
     * The call has ended.
     *
     * @param answer what the store answered; null if nothing
     * @param failure how it failed, a batch of which no key succeeded as well; null if it did not
     * @param nanos how long it took
     */
    void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos);

    /**
     * Leave from one circuit.
     *
     * @param permit what its breaker gave
     * @param isTimed whether the time of the call tells how long calls of that part take
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

    /** Leave for a batch from the circuits of its parts. Each of them hears what became of its own keys. */
    record Several(Map<Pass, List<Key>> keys) implements Pass {

        @Override
        public void unused() {
            keys.keySet().forEach(Pass::unused);
        }

        // A part that did not answer at all cannot be told from those that did, so all are to blame.
        @Override
        public void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos) {
            keys.forEach((pass, own) -> pass.ended(
                    answer, answer instanceof Batch<?, ?> batch ? Verdict.failureOf(own, batch) : failure, nanos));
        }
    }
}
