package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What many limited keys do to the bounded memory store. */
class MeterFloodTest {

    private static final int BOUND = 1_000;

    private final KvClient client = KvClient.builder()
            .store(new InMemoryKvStore(new VirtualTime(), BOUND))
            .build();

    @Test
    void floodOfClientsNeverFillsTheMemoryStore() {
        for (int i = 0; i < 5 * BOUND; i++) {
            assertThat(client.rateLimit("address" + i, 5, Duration.ofHours(1)).allowed())
                    .isTrue();
        }
        assertThat(client.alreadyProcessed("event")).isFalse();
        assertThat(client.alreadyProcessed("event")).isTrue();
    }
}
