package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** How many quotes one client may have got since the first: five at once and one more every two seconds. */
final class Permits {

    private static final int AT_ONCE = 5;
    private static final Duration FOR_ONE = Duration.ofSeconds(2);

    private final long start = System.nanoTime();

    /** Asserts that so many quotes are all that the limit allowed, on a machine of any speed. */
    void assertUsedUpBy(long quotes) {
        assertThat(quotes).as("quotes").isBetween((long) AT_ONCE, AT_ONCE + back());
    }

    /** How many permits may have come back since the first quote. */
    long back() {
        return Duration.ofNanos(System.nanoTime() - start).dividedBy(FOR_ONE);
    }
}
