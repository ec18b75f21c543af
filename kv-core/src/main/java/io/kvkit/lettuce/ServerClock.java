package io.kvkit.lettuce;

import io.kvkit.store.MicroClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * This machine's estimate of the server's time: a probe, advanced by the monotonic clock. It belongs to one connection,
 * because the next one may lead to another server with another time.
 */
final class ServerClock {

    /**
     * The answer to a question for the time.
     *
     * @param offsetMicros the server's time at the origin of nanoTime
     * @param errorMicros how far that may be off: half of the time that the answer took
     * @param nanos when it came
     * @param ownMicros this machine's time at the origin of nanoTime, as it was before the question
     */
    private record Probe(long offsetMicros, long errorMicros, long nanos, long ownMicros) {}

    private static final MicroClock OWN = MicroClock.system();

    // A quick answer is taken in any case, because the server's clock may have been set.
    private static final long QUICK_MICROS = TimeUnit.MILLISECONDS.toMicros(3);

    // Crystals differ by less than 0.01 %, and NTP mostly slews a clock by 0.05 % at most: two clocks then part by less
    // than 0.1 %.
    private static final long DRIFT = 1_000;

    // This machine's time is in milliseconds, and is not read at the same moment as nanoTime.
    private static final long READING_MICROS = TimeUnit.MILLISECONDS.toMicros(3);
    private static final long EXACT_MICROS = TimeUnit.MILLISECONDS.toMicros(10);
    private static final long UNKNOWN_MICROS = TimeUnit.DAYS.toMicros(36_500);

    private final LongSupplier ownMillis;
    private volatile long askedOwnMicros;
    private volatile Probe last;

    /** Creates the clock of the first connection, which uses this machine's time until the server has answered. */
    ServerClock() {
        this(System::currentTimeMillis);
    }

    /** Creates such a clock for a machine whose time is given in milliseconds. */
    ServerClock(LongSupplier ownMillis) {
        this(ownMillis, OWN.micros() - System.nanoTime() / 1_000);
    }

    private ServerClock(LongSupplier ownMillis, long offsetMicros) {
        this.ownMillis = ownMillis;
        this.askedOwnMicros = ownMicros();
        this.last = new Probe(offsetMicros, UNKNOWN_MICROS, System.nanoTime(), askedOwnMicros);
    }

    /** Returns the clock of the next connection, which uses this one until the server has answered, however slowly. */
    ServerClock next() {
        return new ServerClock(ownMillis, last.offsetMicros);
    }

    long micros() {
        return System.nanoTime() / 1_000 + last.offsetMicros;
    }

    /** Returns whether the estimate is at most 10 ms off, unless the server's clock was set since the last probe. */
    boolean isExact() {
        return error(last) <= EXACT_MICROS;
    }

    /** Returns a time that the server has certainly reached. */
    long earliestMicros() {
        Probe probe = last;
        return System.nanoTime() / 1_000 + probe.offsetMicros - error(probe);
    }

    /** Returns a time that the server has certainly not passed. */
    long latestMicros() {
        Probe probe = last;
        return System.nanoTime() / 1_000 + probe.offsetMicros + error(probe);
    }

    private long error(Probe probe) {
        return probe.errorMicros + (System.nanoTime() - probe.nanos) / 1_000 / DRIFT + stoodStill(probe);
    }

    // While a machine sleeps, nanoTime may stand still. Its own time then runs on, or is set when it wakes up.
    private long stoodStill(Probe probe) {
        long apart = Math.abs(ownMicros() - probe.ownMicros);
        return apart > READING_MICROS ? apart : 0;
    }

    private long ownMicros() {
        return ownMillis.getAsLong() * 1_000 - System.nanoTime() / 1_000;
    }

    /** Called before the server is asked for its time. */
    void asks() {
        askedOwnMicros = ownMicros();
    }

    /**
     * Takes the answer of TIME to a probe that was sent at a nanoTime, unless it took long and the earlier ones are
     * more exact. It is assumed to be exact half-way between sending and receiving.
     */
    void probed(List<byte[]> time, long sentNanos) {
        long now = System.nanoTime();
        long half = (now - sentNanos) / 2;
        long error = half / 1_000 + 2;
        if (error <= QUICK_MICROS || error < error(last)) {
            long server = number(time.get(0)) * 1_000_000 + number(time.get(1));
            last = new Probe(server - (sentNanos + half) / 1_000, error, now, askedOwnMicros);
        }
    }

    private static long number(byte[] text) {
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }
}
