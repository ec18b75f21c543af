package io.kvkit.lettuce;

import io.kvkit.store.MicroClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This machine's estimate of the server's time: a probe, advanced by the monotonic clock. It belongs to one connection,
 * because the next one may lead to another server with another time.
 */
final class ServerClock {

    private static final MicroClock OWN = MicroClock.system();
    // A slow answer is less exact than an earlier quick one.
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile long offsetMicros;
    private volatile long probedNanos = System.nanoTime() - OLD_NANOS;

    /** Creates the clock of the first connection, which uses this machine's time until the server has answered. */
    ServerClock() {
        this(OWN.micros() - System.nanoTime() / 1_000);
    }

    private ServerClock(long offsetMicros) {
        this.offsetMicros = offsetMicros;
    }

    /** Returns the clock of the next connection, which uses this one until the server has answered, however slowly. */
    ServerClock next() {
        return new ServerClock(offsetMicros);
    }

    long micros() {
        return System.nanoTime() / 1_000 + offsetMicros;
    }

    /**
     * Takes the answer of TIME to a probe that was sent at a nanoTime. It is assumed to be exact half-way between
     * sending and receiving.
     */
    void probed(List<byte[]> time, long sentNanos) {
        long now = System.nanoTime();
        if (now - sentNanos > QUICK_NANOS && now - probedNanos < OLD_NANOS) {
            return;
        }
        long server = number(time.get(0)) * 1_000_000 + number(time.get(1));
        offsetMicros = server - (sentNanos + (now - sentNanos) / 2) / 1_000;
        probedNanos = now;
    }

    private static long number(byte[] text) {
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }
}
