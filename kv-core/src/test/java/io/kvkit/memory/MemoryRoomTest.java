package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The one entry of a full store that may go is found wherever it is, and whenever it came. */
class MemoryRoomTest {

    private static InMemoryKvStore holding(int entries, int bound) {
        InMemoryKvStore store = new InMemoryKvStore(new VirtualTime(), bound);
        IntStream.range(0, entries).forEach(i -> set(store, key("k" + i, Retention.KEPT)));
        return store;
    }

    private static void set(InMemoryKvStore store, Key key) {
        Failures.join(store.set(key, new byte[] {1}, Ttl.NONE));
    }

    private static Key key(String id, Retention retention) {
        return Namespace.of("t", "kv", "raw", retention).key(id);
    }

    private static StoreHealth health(InMemoryKvStore store) {
        return Failures.join(store.health());
    }

    private static void assertEvictableGivesWay(InMemoryKvStore store) {
        Key evictable = key("e", Retention.EVICTABLE);
        set(store, evictable);
        set(store, key("new", Retention.KEPT));
        assertThat(store.getNow(evictable).value()).isNull();
        assertThat(store.getNow(key("new", Retention.KEPT)).value()).isNotNull();
    }

    @Test
    void amongMany() {
        InMemoryKvStore store = holding(999, 1_000);
        assertEvictableGivesWay(store);
        assertThat(health(store).details()).containsEntry("entries", "1000");
    }

    @Test
    void afterASearchInVain() {
        InMemoryKvStore store = holding(2, 2);
        assertThatThrownBy(() -> set(store, key("new", Retention.KEPT))).isInstanceOf(KvException.class);
        Failures.join(store.delete(key("k0", Retention.KEPT)));
        assertEvictableGivesWay(store);
    }

    @Test
    void healthTellsTheBoundAndHowLongItTook() {
        StoreHealth health = health(holding(2, 3));
        assertThat(health.details()).containsEntry("entries", "2").containsEntry("maxEntries", "3");
        assertThat(health.latency()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void closedStoreKeepsNoEntry() {
        InMemoryKvStore store = holding(2, 3);
        store.close();
        assertThat(health(store).details()).containsEntry("entries", "0");
    }
}
