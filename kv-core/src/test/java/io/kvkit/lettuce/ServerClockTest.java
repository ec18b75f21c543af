package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final long SECOND = 1_000_000;

    private static List<byte[]> time(long seconds) {
        return List.of(Long.toString(seconds).getBytes(StandardCharsets.US_ASCII), new byte[] {'0'});
    }

    private static long ago(long millis) {
        return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void clockOfANewConnectionGoesByTheLastOneUntilTheServerHasAnswered() {
        ServerClock first = new ServerClock();
        first.probed(time(1_000), System.nanoTime());
        assertThat(first.next().micros()).isBetween(1_000 * SECOND, 1_030 * SECOND);
    }

    @Test
    void clockOfANewConnectionTakesTheFirstAnswerHoweverSlow() {
        ServerClock first = new ServerClock();
        first.probed(time(2_000), System.nanoTime());
        ServerClock second = first.next();
        second.probed(time(1_000), ago(500));
        assertThat(second.micros()).isBetween(1_000 * SECOND, 1_030 * SECOND);
    }

    @Test
    void slowAnswerIsTakenOnlyIfItIsMoreExactThanWhatIsKnown() {
        ServerClock clock = new ServerClock();
        clock.probed(time(1_000), ago(20_000));
        clock.probed(time(5_000), ago(40_000));
        assertThat(clock.micros()).isBetween(1_010 * SECOND, 1_040 * SECOND);
        clock.probed(time(5_000), ago(5_000));
        assertThat(clock.micros()).isBetween(5_002 * SECOND, 5_030 * SECOND);
    }

    @Test
    void quickAnswerIsAlwaysTakenBecauseTheServersClockMayHaveBeenSet() {
        ServerClock clock = new ServerClock();
        Eventually.until(() -> {
            clock.probed(time(1_000), System.nanoTime());
            clock.probed(time(5_000), ago(1));
            return clock.micros() > 5_000 * SECOND;
        });
    }

    @Test
    void clockIsExactOnlyAfterAQuickAnswerOnItsOwnConnection() {
        ServerClock first = new ServerClock();
        assertThat(first.isExact()).isFalse();
        first.probed(time(1_000), ago(100));
        assertThat(first.isExact()).isFalse();
        Eventually.until(() -> {
            first.probed(time(1_000), System.nanoTime());
            return first.isExact();
        });
        assertThat(first.next().isExact()).isFalse();
    }

    @Test
    void timeIsUnknownAfterTheMachineHasSleptUntilTheServerAnswers() {
        AtomicLong asleep = new AtomicLong();
        ServerClock clock = new ServerClock(() -> System.nanoTime() / 1_000_000 + asleep.get());
        Eventually.until(() -> {
            clock.probed(time(1_000), System.nanoTime());
            return clock.isExact();
        });
        asleep.set(60_000);
        assertThat(clock.isExact()).isFalse();
        assertThat(clock.latestMicros() - clock.earliestMicros()).isGreaterThanOrEqualTo(119 * SECOND);
        clock.probed(time(1_000), System.nanoTime());
        assertThat(clock.isExact())
                .as("with an answer to a question before the sleep")
                .isFalse();
        Eventually.until(() -> {
            clock.asks();
            clock.probed(time(1_060), System.nanoTime());
            return clock.isExact();
        });
    }

    @Test
    void serversTimeLiesBetweenTheEarliestAndTheLatest() {
        ServerClock clock = new ServerClock();
        clock.probed(time(1_000), ago(8_000));
        assertThat(clock.earliestMicros()).isBetween(1_000 * SECOND - 100, 1_020 * SECOND);
        assertThat(clock.latestMicros() - clock.earliestMicros()).isBetween(8 * SECOND, 9 * SECOND);
    }

    @Test
    void lateAnswerOfAConnectionThatIsGoneDoesNotMoveTheClockOfTheNextOne() {
        ServerClock first = new ServerClock();
        ServerClock second = first.next();
        second.probed(time(1_000), System.nanoTime());
        first.probed(time(9_000), System.nanoTime());
        assertThat(second.micros()).isBetween(1_000 * SECOND, 1_030 * SECOND);
    }
}
