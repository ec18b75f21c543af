package io.kvkit.lettuce;

import io.kvkit.store.MicroClock;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The server's time as this machine knows it: the last probe, carried on by the monotonic clock. */
final class ServerClock {

    private static final MicroClock OWN = MicroClock.system();

    private volatile long offsetMicros = OWN.micros() - System.nanoTime() / 1_000;

    long micros() {
        return System.nanoTime() / 1_000 + offsetMicros;
    }

    /** Takes the answer of TIME to a probe that was sent at that nanoTime: it was true half-way. */
    void probed(List<byte[]> time, long sentNanos) {
        long server = number(time.get(0)) * 1_000_000 + number(time.get(1));
        long middle = sentNanos + (System.nanoTime() - sentNanos) / 2;
        offsetMicros = server - middle / 1_000;
    }

    private static long number(byte[] text) {
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }
}
