package io.kvkit.event;

/**
 * Receives events, for metrics, logs and alarms.
 *
 * <p>A listener is called on the thread on which the event happens, by several threads at a time, and on
 * performance-critical paths. On Redis that can be a thread that serves all connections, so a listener must be quick,
 * must not block, and must not call a blocking client. Exceptions are logged, at most once in ten seconds, and never
 * reach a caller or another listener.
 *
 * <pre>{@code
 * KvListener misses = event -> {
 *     if (event instanceof CacheEvent cache && cache.outcome() == CacheEvent.Outcome.MISS) {
 *         log.info("{} computes", cache.name());
 *     }
 * };
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KvListener {

    /** Called for each event. */
    void onEvent(KvEvent event);
}
