package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTimeTest {

    private final AtomicLong clock = new AtomicLong(1_000);
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final Deque<Runnable> pauses = new ArrayDeque<>();
    private int paused;

    private final RecentTime time = new RecentTime(clock::get, started::add, nanos -> pause());

    // Each pause of the thread runs the next step of a test; without steps the thread only ticks.
    private void pause() {
        paused++;
        Runnable step = pauses.poll();
        if (step != null) {
            step.run();
        }
    }

    private void askOften() {
        for (int i = 0; i < RecentTime.OFTEN; i++) {
            time.nanos();
        }
    }

    private void runThread() {
        started.remove().run();
    }

    @Test
    void readsTheClockWhileCallersAskSeldom() {
        for (int i = 0; i < 10 * RecentTime.OFTEN; i++) {
            assertThat(time.nanos()).isEqualTo(clock.get());
            clock.addAndGet(RecentTime.TICK_NANOS / 10);
        }
        assertThat(started).isEmpty();
    }

    @Test
    void readsTheClockUntilTheThreadRuns() {
        askOften();
        assertThat(started).hasSize(1);
        clock.addAndGet(7);
        assertThat(time.nanos()).isEqualTo(clock.get());
    }

    @Test
    void startsOneThread() {
        askOften();
        askOften();
        assertThat(started).hasSize(1);
    }

    @Test
    void returnsTheTimeOfTheLastTick() {
        askOften();
        long first = clock.get();
        pauses.add(() -> {
            clock.addAndGet(5);
            assertThat(time.nanos()).isEqualTo(first);
        });
        pauses.add(() -> assertThat(time.nanos()).isEqualTo(first + 5));
        runThread();
        assertThat(pauses).isEmpty();
    }

    @Test
    void readsTheClockAgainAfterTheThreadHasEnded() {
        askOften();
        runThread();
        assertThat(paused).isEqualTo(RecentTime.TICKS + 1);
        clock.addAndGet(9);
        assertThat(time.nanos()).isEqualTo(clock.get());
        askOften();
        assertThat(started).hasSize(1);
    }

    @Test
    void goesOnWhileCallersStillAskOften() {
        askOften();
        for (int i = 0; i < RecentTime.TICKS; i++) {
            pauses.add(() -> {});
        }
        pauses.add(this::askOften);
        runThread();
        assertThat(paused).isEqualTo(2 * (RecentTime.TICKS + 1));
        assertThat(started).isEmpty();
    }

    @Test
    void readsTheClockWithoutAThread() {
        RecentTime alone = new RecentTime(
                clock::get,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                nanos -> {});
        for (int i = 0; i < 3 * RecentTime.OFTEN; i++) {
            clock.incrementAndGet();
            assertThat(alone.nanos()).isEqualTo(clock.get());
        }
    }

    @Test
    void readsTheClockAfterAFailureOfTheThread() {
        askOften();
        pauses.add(() -> {
            throw new IllegalStateException("interrupted");
        });
        try {
            runThread();
        } catch (IllegalStateException expected) {
            clock.addAndGet(3);
        }
        assertThat(time.nanos()).isEqualTo(clock.get());
    }

    @Test
    void theSystemClockIsNeverAheadOfItself() {
        MicroClock system = MicroClock.system();
        for (int i = 0; i < 10_000; i++) {
            assertThat(system.recentMicros()).isLessThanOrEqualTo(system.micros());
        }
    }

    @Test
    void anotherClockHasThePresentTime() {
        MicroClock other = () -> 42;
        assertThat(other.recentMicros()).isEqualTo(42);
    }
}
