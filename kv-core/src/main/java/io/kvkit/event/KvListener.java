package io.kvkit.event;

/**
 * Hears what happens, for metrics, logs and alarms.
 *
 * <p>A listener is called on the thread of the call, on hot paths and by several threads at a time. It must be quick
 * and must not block. What it throws is logged, at most once in ten seconds, and never reaches a caller or another
 * listener.
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

    /** Hears of one event. */
    void onEvent(KvEvent event);
}
