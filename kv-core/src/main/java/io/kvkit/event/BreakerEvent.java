package io.kvkit.event;

import io.kvkit.store.StorePart;

/**
 * A change of the circuit breaker of a part of a store. If a part leaves the store, its breaker closes, because it no
 * longer refuses calls.
 *
 * @param store the name of the store; {@code default} unless it has another
 * @param part the part; {@link StorePart#WHOLE} if the store is not divided
 * @param from the state before
 * @param to the new state
 * @since 0.1
 */
public record BreakerEvent(String store, StorePart part, BreakerState from, BreakerState to) implements KvEvent {}
