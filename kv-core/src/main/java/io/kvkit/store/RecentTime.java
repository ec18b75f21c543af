package io.kvkit.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The time of a clock, which may be a few milliseconds old while callers ask often, or older if its thread gets no CPU. Reading the clock of a machine can cost
 * as much as all else in a hit of a near cache. So while callers ask often, one thread reads the clock for all of them.
 * Otherwise each caller reads the clock, and there is no thread. Instances are safe for use by several threads.
 */
final class RecentTime {

    /** The time of {@link System#nanoTime}. */
    static final RecentTime SHARED = new RecentTime(System::nanoTime, RecentTime::start, LockSupport::parkNanos);

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So often in a tick is often: below, waking a thread costs more than it saves. */
    static final int OFTEN = 400;

    /** After so many ticks, the callers read the clock for one tick, which shows whether they still ask often. */
    static final int TICKS = 500;

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier clock;
    private final Consumer<Runnable> starting;
    private final LongConsumer pausing;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile long known = NONE;
    private volatile boolean asked;

    // Counted without locks: a lost count only delays the thread.
    private long since;
    private int readings;

    /**
     * Creates the time of a clock.
     *
     * @param clock reads nanoseconds
     * @param starting starts a thread
     * @param pausing pauses this thread for some nanoseconds
     */
    RecentTime(LongSupplier clock, Consumer<Runnable> starting, LongConsumer pausing) {
        this.clock = clock;
        this.starting = starting;
        this.pausing = pausing;
        this.since = clock.getAsLong();
    }

    /** Returns the time in nanoseconds. */
    long nanos() {
        long recent = known;
        return recent == NONE ? read() : recent;
    }

    private long read() {
        long now = clock.getAsLong();
        if (now - since > TICK_NANOS) {
            since = now;
            readings = 0;
        }
        if (++readings >= OFTEN) {
            askedOften();
        }
        return now;
    }

    private void askedOften() {
        readings = 0;
        asked = true;
        if (ticking.compareAndSet(false, true)) {
            begin();
        }
    }

    // Without a thread, callers go on to read the clock.
    private void begin() {
        try {
            starting.accept(this::tick);
        } catch (Throwable noThread) {
            ticking.set(false);
        }
    }

    private void tick() {
        try {
            do {
                tickForAWhile();
                asked = false;
                known = NONE;
                pausing.accept(TICK_NANOS);
            } while (asked);
        } finally {
            known = NONE;
            ticking.set(false);
        }
    }

    private void tickForAWhile() {
        for (int i = 0; i < TICKS; i++) {
            known = clock.getAsLong();
            pausing.accept(TICK_NANOS);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "kvkit-time", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}
