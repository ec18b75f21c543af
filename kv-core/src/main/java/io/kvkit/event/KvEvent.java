package io.kvkit.event;

/**
 * Something that happened, as data: what became of a {@linkplain CallEvent call of the application}, what became of a
 * {@linkplain StoreCallEvent call of the store}, or that a {@linkplain BreakerEvent circuit breaker} changed its state.
 *
 * <p>Events are immutable. They name what they are about, but never hold the id of a key, an argument or a result, so
 * they are safe to log and to count.
 *
 * @since 0.1
 */
public sealed interface KvEvent permits CallEvent, StoreCallEvent, BreakerEvent {}
