package io.kvkit.event;

/**
 * An event, as data: the outcome of a {@linkplain CallEvent call of the application}, the end of a {@linkplain
 * CacheLoadEvent computation}, the outcome of a {@linkplain StoreCallEvent call of the store}, or a change of a {@linkplain BreakerEvent circuit breaker}.
 *
 * <p>Events are immutable. They never contain the id of a key, an argument or a result, so they are safe to log and to
 * use as metrics.
 *
 * @since 0.1
 */
public sealed interface KvEvent permits CallEvent, CacheLoadEvent, StoreCallEvent, BreakerEvent {}
