package io.kvkit.call;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one line in ten seconds pass to the log, because every call of an outage would be a line of its own.
 *
 * <p>The time is an argument, by any clock that does not step back, so that tests need not wait. Instances are safe for
 * use by several threads.
 *
 * @since 0.1
 */
public final class LogThrottle {

    private static final long SILENCE_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

    /** Whether to log now; if so, nothing more is to be logged for ten seconds. */
    public boolean allows(long nowMicros) {
        long until = silentUntil.get();
        return nowMicros >= until && silentUntil.compareAndSet(until, nowMicros + SILENCE_MICROS);
    }
}
