package io.kvkit.store;

/** The clock of this machine at its creation, advanced by the monotonic clock. */
final class SystemClock implements MicroClock {

    private final long epochMicros = System.currentTimeMillis() * 1_000;
    private final long start = System.nanoTime();

    @Override
    public long micros() {
        return at(System.nanoTime());
    }

    @Override
    public long recentMicros() {
        return at(RecentTime.SHARED.nanos());
    }

    private long at(long nanos) {
        return epochMicros + (nanos - start) / 1_000;
    }
}
