package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final long SECOND = 1_000_000;

    private static List<byte[]> time(long seconds) {
        return List.of(Long.toString(seconds).getBytes(StandardCharsets.US_ASCII), new byte[] {'0'});
    }

    private static long slow() {
        return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(500);
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
        second.probed(time(1_000), slow());
        assertThat(second.micros()).isBetween(1_000 * SECOND, 1_030 * SECOND);
        second.probed(time(5_000), slow());
        assertThat(second.micros()).isBetween(1_000 * SECOND, 1_030 * SECOND);
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
