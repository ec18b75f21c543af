package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.Claims;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Ttl;
import io.kvkit.tck.SignalsContract;
import io.kvkit.tck.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The memory store tells of changes at once. */
class InMemorySignalsTest extends SignalsContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.memory();
    }

    @Test
    void changeIsToldBeforeTheCallReturns() {
        Heard heard = new Heard();
        listen(heard);
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        assertThat(heard.keys()).containsExactly(key("a"));
        await(store.delete(key("a")));
        assertThat(heard.keys()).containsExactly(key("a"), key("a"));
    }

    /** The other caller finds nothing to delete while the first one is about to tell that it deleted it. */
    @Test
    void deletionOfWhatAnotherCallerHasJustDeletedIsToldBeforeItReturns() {
        Heard heard = new Heard();
        List<List<Key>> heardByOther = new ArrayList<>();
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        listen(first(() -> {
            await(store.delete(key("a")));
            heardByOther.add(heard.keys());
        }));
        listen(heard);
        await(store.delete(key("a")));
        assertThat(heardByOther).containsExactly(List.of(key("a")));
    }

    @Test
    void invalidationOfWhatAnotherCallerHasJustDeletedIsToldBeforeItReturns() {
        Heard heard = new Heard();
        List<List<Key>> heardByOther = new ArrayList<>();
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        listen(first(() -> {
            await(new Claims(store, time).invalidate(key("a"), null));
            heardByOther.add(heard.keys());
        }));
        listen(heard);
        await(store.delete(key("a")));
        assertThat(heardByOther).containsExactly(List.of(key("a")));
    }

    private static Signals.Listener first(Runnable action) {
        AtomicBoolean called = new AtomicBoolean();
        return new Signals.Listener() {
            @Override
            public void changed(Key key) {
                if (called.compareAndSet(false, true)) {
                    action.run();
                }
            }

            @Override
            public void anythingChanged() {}
        };
    }

    @Test
    void keyThatAFullStoreDropsIsTold() {
        Namespace cached = Namespace.of("t", "cache", "c", Retention.EVICTABLE);
        Key first = cached.key("first");
        try (KvStore small = new InMemoryKvStore(time, 1)) {
            Heard heard = new Heard();
            await(small.set(first, bytes("1"), Ttl.NONE));
            small.signals().orElseThrow().listen(cached, heard);
            await(small.set(cached.key("second"), bytes("1"), Ttl.NONE));
            assertThat(heard.keys()).containsExactly(first, cached.key("second"));
        }
    }

    @Test
    void closedStoreSaysOnceThatAnythingChanged() {
        AtomicInteger times = new AtomicInteger();
        Heard heard = new Heard();
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        listen(heard);
        listen(new Signals.Listener() {
            @Override
            public void changed(Key key) {
                heard.changed(key);
            }

            @Override
            public void anythingChanged() {
                times.incrementAndGet();
            }
        });
        store.close();
        store.close();
        assertThat(times).hasValue(1);
        assertThat(heard.keys()).isEmpty();
    }
}
