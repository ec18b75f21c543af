package io.kvkit.sample;

import java.time.Duration;

/** Simulates slow work, such as a database or a payment provider. */
final class SlowWork {

    private SlowWork() {}

    static void take(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while working", interrupted);
        }
    }
}
