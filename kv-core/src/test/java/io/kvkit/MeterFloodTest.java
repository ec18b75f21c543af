package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What many limited keys do to the bounded memory store. */
@Tag("slow")
class MeterFloodTest {

    private static final int BOUND = 1_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKvStore store = new InMemoryKvStore(time, BOUND);
    private final KvClient client = KvClient.builder().store(store).build();

    @Test
    void floodOfClientsNeverFillsTheMemoryStore() {
        for (int i = 0; i < 5 * BOUND; i++) {
            assertThat(client.rateLimit("address" + i, 5, HOUR).allowed()).isTrue();
        }
        assertThat(client.alreadyProcessed("event")).isFalse();
        assertThat(client.alreadyProcessed("event")).isTrue();
    }

    @Test
    void floodOfAddressesIsLimitedAndRefusesNobody() {
        client.guardedGet("product", HOUR, String.class, () -> "loaded");
        long refused = IntStream.range(0, 200 * BOUND)
                .filter(i -> !client.rateLimit(address(i), 5, HOUR).allowed())
                .count();
        assertThat(refused).isZero();
        assertThat(client.rateLimit("new client", 1, HOUR).allowed()).isTrue();
        assertThat(client.rateLimit("new client", 1, HOUR).allowed()).isFalse();
        assertThat(client.alreadyProcessed("event")).isFalse();
        assertThat(client.guardedGet("product", HOUR, String.class, () -> "loaded again"))
                .isEqualTo("loaded");
    }

    @Test
    void clientThatKeepsCallingStaysRefusedWhileOthersFloodTheStore() {
        assertThat(client.rateLimit("busy", 1, HOUR).allowed()).isTrue();
        for (int i = 0; i < 20 * BOUND; i++) {
            client.rateLimit(address(i), 5, HOUR);
            time.advance(Duration.ofMillis(2));
            if (i % 10 == 0) {
                assertThat(client.rateLimit("busy", 1, HOUR).allowed()).isFalse();
            }
        }
    }

    @Test
    void newClientsAreLimitedWhileOperationsFillTheirPartOfTheStore() {
        Namespace operations = Namespace.of("other", "idempotency", "payments", Retention.KEPT);
        for (int i = 0; i < BOUND; i++) {
            store.set(operations.key("k" + i), new byte[] {1}, Ttl.NONE);
        }
        assertThat(client.rateLimit("client", 1, HOUR).allowed()).isTrue();
        assertThat(client.alreadyProcessed("event")).isFalse();
        assertThat(client.lease("job").tryAcquire(HOUR)).isPresent();
    }

    // Networks of IPv6, as the annotation counts them, between addresses of IPv4.
    private static String address(int i) {
        return i % 2 == 0
                ? "10." + (i >> 16) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF)
                : "2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xFFFF) + "::/64";
    }
}
