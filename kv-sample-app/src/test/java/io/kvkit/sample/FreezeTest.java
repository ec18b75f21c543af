package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreezeTest {

    @SuppressWarnings("NullAway.Init")
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void processStandsStillUntilItIsLetGoOn() {
        Freeze.begin(process);
        await(this::standsStill);
        Freeze.end(process);
        await(() -> !standsStill());
    }

    @Test
    void processThatNobodyLetsGoOnAfterItsParentWasKilledGoesOnByItself() {
        Freeze.begin(process, Duration.ofSeconds(2));
        await(this::standsStill);
        await(() -> !standsStill());
        assertThat(process.isAlive()).isTrue();
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition::getAsBoolean);
    }

    private boolean standsStill() {
        try {
            Process state = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            return new String(state.getInputStream().readAllBytes(), StandardCharsets.UTF_8).startsWith("T");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
