package io.kvkit.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogThrottleTest {

    private static final long TEN_SECONDS = 10_000_000;

    private final LogThrottle throttle = new LogThrottle();

    @Test
    void firstLinePassesAtWhateverTimeAndTheNextAfterTenSeconds() {
        long start = -3 * TEN_SECONDS;
        assertThat(throttle.allows(start)).isTrue();
        assertThat(throttle.allows(start)).isFalse();
        assertThat(throttle.allows(start + TEN_SECONDS - 1)).isFalse();
        assertThat(throttle.allows(start + TEN_SECONDS)).isTrue();
        assertThat(throttle.allows(start + TEN_SECONDS + 1)).isFalse();
    }
}
