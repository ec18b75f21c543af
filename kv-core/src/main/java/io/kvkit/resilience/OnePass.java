package io.kvkit.resilience;

import io.kvkit.resilience.Breaker.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Leave from one circuit.
 *
 * @param circuit the circuit
 * @param permit what its breaker gave
 * @param isTimed whether the time of the call tells how long calls of that part take
 */
record OnePass(Circuit circuit, Permit permit, boolean isTimed) implements Pass {

    @Override
    public void unused() {
        circuit.unused(permit);
    }

    @Override
    public void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos) {
        if (isTimed) {
            circuit.learn(failure, nanos);
        }
        circuit.ended(permit, failure, nanos);
    }
}
