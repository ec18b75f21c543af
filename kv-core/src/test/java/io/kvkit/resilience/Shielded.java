package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.event.BreakerState;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A store that does as it is told, the shield around it, and what a listener hears. */
abstract class Shielded {

    static final Duration TIMEOUT = Duration.ofMillis(250);
    static final Duration DEADLINE = TIMEOUT.plus(Deadline.GRACE);
    static final Key KEY = key("a");
    static final byte[] VALUE = {1};

    final VirtualTime time = new VirtualTime();
    final PuppetKvStore puppet = new PuppetKvStore();
    final Heard heard = new Heard();

    final ResilientKvStore opened() {
        ResilientKvStore store = shield();
        puppet.failWith(Kind.TRANSIENT);
        fail(store, 10);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        return store;
    }

    final ResilientKvStore shield() {
        return shield(ResilienceSettings.of(TIMEOUT));
    }

    final ResilientKvStore shield(ResilienceSettings settings) {
        return (ResilientKvStore) shield(puppet, settings);
    }

    final KvStore shield(KvStore store, ResilienceSettings settings) {
        return ResilientKvStore.around(store, settings, time, time, heard.alone());
    }

    static void fail(KvStore store, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(store.get(KEY).toCompletableFuture()).isCompletedExceptionally();
        }
    }

    static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    static Key key(String id) {
        return Namespace.of("t", "kv", "raw", Retention.KEPT).key(id);
    }
}
