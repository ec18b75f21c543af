package io.kvkit.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Namespace;
import io.kvkit.store.StorePart;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the gauges tell of a store, of which nothing works. */
class StoreGaugesTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("secret");

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KvMetrics metrics = new KvMetrics(registry);

    @Test
    void partWhoseBreakerIsOpenIsNamedUntilItIsNoPartAnyMore() {
        Part part = new Part();
        ResilientKvStore store = watched(part);
        assertThat(breaker("closed")).isEqualTo(1);
        assertThat(parts()).isEmpty();
        open(store);
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(parts()).containsExactly("{part=redis-1:6379, state=open}");
        part.present = false;
        time.advance(Duration.ofSeconds(1));
        assertThat(breaker("closed")).isEqualTo(1);
        assertThat(parts()).isEmpty();
    }

    @Test
    void storeThatIsNotDividedHasOneBreakerAndNoParts() {
        ResilientKvStore store = watched(StorePart.WHOLE);
        open(store);
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(breaker("closed")).isZero();
        assertThat(parts()).isEmpty();
    }

    private ResilientKvStore watched(StorePart part) {
        ResilientKvStore store = (ResilientKvStore) ResilientKvStore.around(
                new Lost(part), ResilienceSettings.of(Duration.ofMillis(250)), time, time, KvListeners.of(metrics));
        metrics.gauges().watch("default", store);
        return store;
    }

    private static void open(ResilientKvStore store) {
        for (int i = 0; i < 10; i++) {
            assertThat(store.get(KEY).toCompletableFuture()).isCompletedExceptionally();
        }
    }

    private double breaker(String state) {
        return registry.get("kv.store.breaker").tag("state", state).gauge().value();
    }

    private List<String> parts() {
        return registry.find("kv.store.breaker.part").meters().stream()
                .map(Meter::getId)
                .map(id -> "{part=" + id.getTag("part") + ", state=" + id.getTag("state") + "}")
                .toList();
    }

    private static final class Part implements StorePart {

        private boolean present = true;

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public String toString() {
            return "redis-1:6379";
        }
    }

    private static final class Lost extends ForwardingKvStore {

        private final StorePart part;

        Lost(StorePart part) {
            super(new InMemoryKvStore());
            this.part = part;
        }

        @Override
        public StorePart partOf(Key key) {
            return part;
        }

        @Override
        public CompletionStage<byte @Nullable []> get(Key key) {
            return CompletableFuture.failedFuture(
                    new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "get", key, "lost", null));
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.SHARED);
        }
    }
}
