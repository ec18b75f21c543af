package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> log = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTimesAndSeeThem() {
        after(30, "b");
        after(10, "a");
        time.advance(Duration.ofMillis(29));
        assertThat(log).containsExactly("a@10");
        time.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("a@10", "b@30");
        assertThat(millis()).isEqualTo(30);
    }

    @Test
    void taskThatSchedulesItselfRunsAgainWithinOneMove() {
        tick();
        time.advance(Duration.ofMillis(35));
        assertThat(log).containsExactly("tick@10", "tick@20", "tick@30");
        assertThat(time.pending()).isOne();
    }

    @Test
    void cancelledTaskDoesNotRun() {
        time.after(Duration.ofMillis(5), () -> log.add("never")).cancel();
        time.advance(Duration.ofSeconds(1));
        assertThat(log).isEmpty();
    }

    private void tick() {
        time.after(Duration.ofMillis(10), () -> {
            log.add("tick@" + millis());
            tick();
        });
    }

    private void after(long millis, String name) {
        time.after(Duration.ofMillis(millis), () -> log.add(name + "@" + millis()));
    }

    private long millis() {
        return (time.micros() - VirtualTime.START_MICROS) / 1_000;
    }
}
