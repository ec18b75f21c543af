package io.kvkit.call;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Permits one log line in ten seconds, so that an outage does not log a line for every call.
 *
 * <p>The time is an argument, from any clock that does not step back, so that tests need not wait. Instances are safe
 * for use by several threads.
 *
 * <pre>{@code
 * if (throttle.allows(clock.micros())) {
 *     log.warn("The store failed", failure);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class LogThrottle {

    private static final long SILENCE_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

    /** Returns whether to log now. If true, the next ten seconds return false. */
    public boolean allows(long nowMicros) {
        long until = silentUntil.get();
        return nowMicros >= until && silentUntil.compareAndSet(until, nowMicros + SILENCE_MICROS);
    }
}
