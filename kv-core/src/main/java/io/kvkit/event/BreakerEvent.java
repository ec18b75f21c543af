package io.kvkit.event;

import io.kvkit.store.StorePart;

/**
 * A change of the circuit breaker of a part of a store. A part that leaves the store closes its breaker, because
 * nothing is refused because of it any more.
 *
 * @param part the part; {@link StorePart#WHOLE} where the store is not divided
 * @param from the state before
 * @param to the state from now on
 * @since 0.1
 */
public record BreakerEvent(StorePart part, BreakerState from, BreakerState to) implements KvEvent {}
