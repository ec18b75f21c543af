package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final ClientMeters meters = new ClientMeters();

    @Test
    void limitHasOneMeterHoweverOftenItIsAsked() {
        assertThat(meters.of(5, WINDOW)).isSameAs(meters.of(5, Duration.ofMillis(10_000)));
        assertThat(meters.of(5, WINDOW))
                .isNotSameAs(meters.of(6, WINDOW))
                .isNotSameAs(meters.of(5, WINDOW.plusMillis(1)));
    }

    @Test
    void limitsThatAreComputedDoNotFillTheMemory() {
        for (int i = 1; i <= ClientMeters.MOST; i++) {
            meters.of(i, WINDOW);
        }
        int another = ClientMeters.MOST + 1;
        assertThat(meters.of(another, WINDOW)).isNotSameAs(meters.of(another, WINDOW));
        assertThat(meters.of(another, WINDOW).maxCost()).isEqualTo(another);
        assertThat(meters.of(1, WINDOW)).isSameAs(meters.of(1, WINDOW));
    }
}
