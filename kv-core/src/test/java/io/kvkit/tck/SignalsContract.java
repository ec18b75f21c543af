package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a store that has {@linkplain KvStore#signals() signals} tells of changed keys. A store without them has no test that
 * extends this.
 */
public abstract class SignalsContract extends ContractGroup {

    /** Notes which keys it heard of. */
    public static final class Heard implements Signals.Listener {

        private final Queue<Key> keys = new ConcurrentLinkedQueue<>();
        private final AtomicInteger alarms = new AtomicInteger();

        /** Has heard of nothing yet. */
        public Heard() {}

        @Override
        public void changed(Key key) {
            keys.add(key);
        }

        @Override
        public void anythingChanged() {
            alarms.incrementAndGet();
        }

        /** How often it heard that anything may have changed. */
        public int alarms() {
            return alarms.get();
        }

        /** The keys, in order. */
        public List<Key> keys() {
            return List.copyOf(keys);
        }
    }

    private static final Ttl HOUR = Ttl.of(Duration.ofHours(1));

    /** A change of a key that is there, made in one of the ways there are. */
    record Change(String name, Consumer<Case> made) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A store and a key. */
    record Case(KvStore store, Key key) {}

    static Stream<Change> changes() {
        return Stream.of(
                new Change("set", on -> await(on.store.set(on.key, bytes("2"), Ttl.NONE))),
                new Change("mset", on -> await(on.store.mset(Map.of(on.key, bytes("2")), Ttl.NONE))),
                new Change("delete", on -> await(on.store.delete(on.key))),
                new Change("deleteMany", on -> await(on.store.deleteMany(List.of(on.key)))),
                new Change("apply", on -> await(on.store.apply(on.key, Values.increment(1, Ttl.NONE)))),
                new Change("applyAll", on -> await(on.store.applyAll(Map.of(on.key, Values.increment(1, Ttl.NONE))))),
                new Change(
                        "view",
                        on -> await(on.store.withTimeout(Duration.ofSeconds(20)).set(on.key, bytes("2"), Ttl.NONE))));
    }

    static Stream<Change> changesOfNothing() {
        return Stream.of(
                new Change("get", on -> await(on.store.get(on.key))),
                new Change("exists", on -> await(on.store.exists(on.key))),
                new Change(
                        "compareAndSet",
                        on -> await(
                                on.store.apply(on.key, Values.compareAndSet(bytes("other"), bytes("2"), Ttl.NONE)))),
                new Change(
                        "setIfAbsent", on -> await(on.store.apply(on.key, Values.setIfAbsent(bytes("2"), Ttl.NONE)))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeIsToldAndSeenAfterwards(Change change) {
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Heard heard = new Heard();
        try (Subscription subscription = listen(heard)) {
            change.made.accept(new Case(store, key("a")));
            Eventually.until(() -> heard.keys().contains(key("a")));
            assertThat(await(store.get(key("a")))).isNotEqualTo(bytes("1"));
            assertThat(heard.keys()).containsOnly(key("a"));
            assertThat(subscription).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("changesOfNothing")
    void whatChangesNothingIsNotTold(Change change) {
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        change.made.accept(new Case(store, key("a")));
        awaitMarker(heard);
        assertThat(heard.keys()).containsOnly(marker());
        subscription.close();
    }

    @Test
    void signalsArriveFromTheMomentThatTheyAreNotSilentAnyMore() {
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        assertThat(subscription.silenceNanos()).isBetween(0L, Eventually.PATIENCE.toNanos());
        Subscription second = listen(new Heard());
        second.close();
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Eventually.until(() -> heard.keys().contains(key("a")));
        subscription.close();
    }

    @Test
    void keysOfAnyTextAreTold() {
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        List<Key> keys = List.of(
                key("with:colons:"),
                key(""),
                key("\u00e4 \ud83d\ude00"),
                key("{tag}x"),
                namespace(Retention.KEPT).key("long".repeat(100)));
        keys.forEach(key -> await(store.set(key, bytes("1"), Ttl.NONE)));
        Eventually.asserted(() -> assertThat(heard.keys()).containsAll(keys));
        subscription.close();
    }

    @Test
    void newKeyIsTold() {
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        await(store.apply(key("new"), Values.setIfAbsent(bytes("1"), HOUR)));
        Eventually.until(() -> heard.keys().contains(key("new")));
        subscription.close();
    }

    @Test
    void endOfALifeIsToldNoLaterThanItIsSeen() {
        await(store.set(key("a"), bytes("1"), HOUR));
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        advance(Duration.ofHours(1));
        assertThat(await(store.get(key("a")))).isNull();
        Eventually.until(() -> heard.keys().contains(key("a")));
        subscription.close();
    }

    @Test
    void otherNamespacesAreNotTold() {
        Namespace other = Namespace.of(under.prefix(), "kv", "raw2", Retention.KEPT);
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        await(store.set(other.key("a"), bytes("1"), Ttl.NONE));
        awaitMarker(heard);
        assertThat(heard.keys()).containsOnly(marker());
        subscription.close();
    }

    @Test
    void everyListenerIsToldUntilItsSubscriptionIsClosed() {
        Heard first = new Heard();
        Heard second = new Heard();
        Subscription ending = listen(first);
        Subscription lasting = listen(second);
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Eventually.until(() -> first.keys().contains(key("a")) && second.keys().contains(key("a")));
        ending.close();
        ending.close();
        awaitMarker(second);
        assertThat(first.keys()).containsOnly(key("a"));
        lasting.close();
    }

    @Test
    void viewTellsTheSame() {
        Heard heard = new Heard();
        KvStore view = store.withTimeout(Duration.ofSeconds(20));
        Subscription subscription = armed(view.signals().orElseThrow().listen(namespace(Retention.KEPT), heard));
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Eventually.until(() -> heard.keys().contains(key("a")));
        subscription.close();
    }

    @Test
    void listenerThatThrowsDisturbsNobody() {
        Subscription throwing = listen(new Signals.Listener() {
            @Override
            public void changed(Key key) {
                throw new IllegalStateException("The test throws");
            }

            @Override
            public void anythingChanged() {}
        });
        Heard heard = new Heard();
        Subscription subscription = listen(heard);
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        Eventually.until(() -> heard.keys().contains(key("a")));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("1"));
        throwing.close();
        subscription.close();
    }

    /** Listens to the keys of this case. */
    protected final Subscription listen(Signals.Listener listener) {
        return armed(store.signals().orElseThrow().listen(namespace(Retention.KEPT), listener));
    }

    /** Waits until signals arrive: a server has to be asked for them. */
    protected static Subscription armed(Subscription subscription) {
        Eventually.until("signals that arrive", () -> subscription.silenceNanos() < Long.MAX_VALUE);
        return subscription;
    }

    // What one server reports comes in order: what was to be told before, was.
    private void awaitMarker(Heard heard) {
        await(store.set(marker(), bytes("1"), Ttl.NONE));
        Eventually.until(() -> heard.keys().contains(marker()));
    }

    // On the same server of a cluster as the key of the case.
    private Key marker() {
        int slot = key("a").slot();
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> key("marker" + i))
                .filter(key -> key.slot() == slot)
                .findFirst()
                .orElseThrow();
    }
}
