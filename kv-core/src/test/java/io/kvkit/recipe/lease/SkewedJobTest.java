package io.kvkit.recipe.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that must not run again too soon, with a hint of the server's time that is wrong and a store that fails. */
class SkewedJobTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final Key key =
            Namespace.of("test", "lease", "jobs", Key.Retention.KEPT).key("1");

    private static KvStore skewed(KvStore store, long seconds) {
        return new ForwardingKvStore(store) {
            @Override
            public long nowMicros(Key key) {
                return super.nowMicros(key) + seconds * 1_000_000;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -12, 12, 3_600})
    void taskStaysTakenForItsLeastTimeWhateverTheHintSays(long seconds) throws Exception {
        Leases leases = new Leases(skewed(store, seconds), time);
        assertThat(leases.runIfFree(key, MINUTE, TEN_SECONDS, () -> "ran")).isTrue();
        time.advance(TEN_SECONDS.minusMillis(1));
        assertThat(leases.runIfFree(key, MINUTE, TEN_SECONDS, () -> "again")).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(leases.runIfFree(key, MINUTE, TEN_SECONDS, () -> "again")).isTrue();
    }

    @Test
    void endThatTheStoreMissedIsRepeated() throws Exception {
        Leases leases = new Leases(store, time);
        store.failNext(3, "renew", Fault.REQUEST_LOST);
        assertThat(leases.runIfFree(key, MINUTE, TEN_SECONDS, () -> "ran")).isTrue();
        time.advance(TEN_SECONDS);
        assertThat(leases.runIfFree(key, MINUTE, TEN_SECONDS, () -> "again")).isTrue();
    }
}
