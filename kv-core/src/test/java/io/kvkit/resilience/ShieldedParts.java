package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.BreakerState;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import java.util.Map;
import java.util.TreeMap;

/** A store of three parts that do as they are told, and the shield around it. */
abstract class ShieldedParts extends Shielded {

    static final Key A = key("a1");
    static final Key A2 = key("a2");
    static final Key B = key("b1");
    static final Key C = key("c1");

    final DividedKvStore divided = new DividedKvStore("a", "b", "c");
    final ResilientKvStore store = (ResilientKvStore) shield(divided, ResilienceSettings.of(TIMEOUT));

    final void lose(String name) {
        lose(store, name);
    }

    final void lose(ResilientKvStore shielded, String name) {
        divided.puppet(name).failWith(Kind.TRANSIENT);
        fail(shielded, 10, key(name + "1"));
    }

    final String states() {
        Map<String, BreakerState> sorted = new TreeMap<>();
        store.notClosed().forEach((part, state) -> sorted.put(part.toString(), state));
        return sorted.toString();
    }

    static void fail(KvStore shielded, int times, Key key) {
        for (int i = 0; i < times; i++) {
            assertThat(failure(shielded.get(key)).kind()).isEqualTo(Kind.TRANSIENT);
        }
    }
}
