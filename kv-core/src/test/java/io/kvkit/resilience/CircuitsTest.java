package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.KvListeners;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which parts have a circuit. */
class CircuitsTest extends Shielded {

    private final DividedKvStore divided = new DividedKvStore("a", "b");
    private final Circuits circuits = new Circuits(divided, this::circuit);

    @Test
    void partsThatComeAndGoLeaveNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            divided.takeOver("a", "part " + i);
            circuits.of(KEY);
            circuits.of(key("b"));
        }
        assertThat(circuits.size())
                .as("those of a and b, and of the whole store")
                .isEqualTo(3);
    }

    @Test
    void keysOfOnePartAndViewsOfItHaveOneCircuit() {
        Circuit known = circuits.of(KEY);
        assertThat(circuits.of(key("a2"))).isSameAs(known);
        assertThat(circuits.of(key("b"))).isNotSameAs(known);
        assertThat(circuits.common(List.of(KEY, key("a2")))).isSameAs(known);
        assertThat(circuits.common(List.of(KEY, key("b")))).isNull();
        assertThat(circuits.divide(List.of(KEY, key("b"), key("a2"))))
                .containsExactly(
                        Map.entry(known, List.of(KEY, key("a2"))), Map.entry(circuits.of(key("b")), List.of(key("b"))));
    }

    @Test
    void whatHasNoPartGoesByTheWholeStore() {
        divided.forget("a");
        assertThat(circuits.of(KEY)).isSameAs(circuits.whole());
        assertThat(circuits.common(List.of())).isSameAs(circuits.whole());
    }

    private Circuit circuit(StorePart part) {
        var down = CompletableFuture.completedFuture(new StoreHealth(false, Duration.ZERO, Map.of()));
        return new Circuit(
                ResilienceSettings.of(TIMEOUT),
                time,
                new BreakerLog("default", part, time, KvListeners.NONE),
                own -> new Probing(own, () -> down, time, time, Duration.ofMillis(500)));
    }
}
