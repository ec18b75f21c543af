package io.kvkit.recipe.cache.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.TypeRef;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which near cache a namespace has, what drops its results, and what the signals of a namespace reach. */
class NearCachesTest {

    private static final Namespace NAMES = Namespace.of("test", "cache", "names", Key.Retention.EVICTABLE);
    private static final Namespace OTHERS = Namespace.of("test", "cache", "others", Key.Retention.EVICTABLE);
    private static final Key ONE = NAMES.key("1");
    private static final Key TWO = NAMES.key("2");
    private static final NearSettings ON = NearSettings.BUILT_IN.withMode(Mode.ON);
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);
    private static final ResultCodec OPTIONAL = ResultCodec.ofOptional(new JacksonCodec(), String.class);
    private static final ResultCodec NUMBER = ResultCodec.of(new JacksonCodec(), Integer.class);

    private final VirtualTime time = new VirtualTime();
    private final Told store = new Told(new InMemoryKvStore(time));
    private final NearCaches caches = new NearCaches(store, KvListeners.NONE, () -> 0);

    /** A store whose signals and reads are those of the test. */
    private static final class Told extends ForwardingKvStore implements Signals {

        private final List<Listener> listeners = new ArrayList<>();
        private final List<Key> read = new ArrayList<>();
        private long silenceNanos;

        Told(KvStore store) {
            super(store);
        }

        @Override
        public @Nullable Lookup getNow(Key key) {
            read.add(key);
            return super.getNow(key);
        }

        @Override
        public Optional<Signals> signals() {
            return Optional.of(this);
        }

        @Override
        public Subscription listen(Namespace namespace, Listener listener) {
            listeners.add(listener);
            return new Subscription() {
                @Override
                public long silenceNanos() {
                    return silenceNanos;
                }

                @Override
                public void close() {
                    listeners.remove(listener);
                }
            };
        }
    }

    @AfterEach
    void close() {
        caches.close();
        store.close();
    }

    private NearCache near(Namespace namespace) {
        return Objects.requireNonNull(caches.of(namespace, ON));
    }

    private void keep(NearRead read, ResultCodec codec, Object value) {
        byte[] payload = codec.encode(value, read.key().text());
        read.keep(codec, false, value, payload, 0, time.micros() + 60_000_000);
    }

    private NearEntry kept(Namespace namespace, Key key, String value) {
        NearCache near = near(namespace);
        keep(near.begin(key), TEXT, value);
        return Objects.requireNonNull(near.find(key, TEXT));
    }

    @Test
    void settingsSayWhetherANamespaceHasOne() {
        assertThat(caches.of(NAMES, NearSettings.BUILT_IN.withMode(Mode.OFF))).isNull();
        NearCache near = near(NAMES);
        assertThat(caches.of(NAMES, NearSettings.BUILT_IN)).isSameAs(near);
        assertThat(near(NAMES)).isSameAs(near);
        assertThat(near(OTHERS)).isNotSameAs(near);
    }

    @Test
    void oneEntryAndNoStalenessAreSettings() {
        assertThat(ON.withSize(1).withMaxStaleness(0)).isEqualTo(new NearSettings(Mode.ON, 1, 0, false));
    }

    @Test
    void otherSizeOrStalenessIsAnotherOneThatBeginsEmpty() {
        NearEntry old = kept(NAMES, ONE, "a");
        NearCache first = near(NAMES);
        NearRead begun = first.begin(TWO);
        NearCache second = Objects.requireNonNull(caches.of(NAMES, ON.withSize(5)));
        assertThat(second).isNotSameAs(first);
        assertThat(old.isDropped()).isTrue();
        keep(begun, TEXT, "b");
        keep(first.begin(TWO), TEXT, "b");
        assertThat(first.find(TWO, TEXT)).as("kept by the old one").isNull();
        assertThat(caches.of(NAMES, ON.withSize(5).withMaxStaleness(7))).isNotSameAs(second);
        assertThat(caches.of(NAMES, ON.withSize(5).withMaxStaleness(7).withShare(true)))
                .isSameAs(caches.of(NAMES, ON.withSize(5).withMaxStaleness(7)));
    }

    @Test
    void forgottenCacheIsDroppedAndHearsNoMore() {
        NearEntry entry = kept(NAMES, ONE, "a");
        NearCache first = near(NAMES);
        caches.forget(NAMES);
        assertThat(entry.isDropped()).isTrue();
        assertThat(store.listeners).as("of the feed, which others may need").hasSize(1);
        NearRead read = first.begin(ONE);
        int epoch = read.epoch();
        store.listeners.get(0).anythingChanged();
        assertThat(first.begin(ONE).epoch()).isEqualTo(epoch);
        caches.forget(OTHERS);
        assertThat(near(NAMES)).isNotSameAs(first);
    }

    @Test
    void changeOfAKeyDropsItsResultAlone() {
        NearEntry one = kept(NAMES, ONE, "a");
        NearEntry two = kept(NAMES, TWO, "b");
        NearRead begun = near(NAMES).begin(ONE);
        store.listeners.get(0).changed(ONE);
        assertThat(one.isDropped()).isTrue();
        assertThat(two.isDropped()).isFalse();
        keep(begun, TEXT, "a");
        assertThat(near(NAMES).find(ONE, TEXT)).isNull();
        assertThat(one.result()).isSameAs(NearCache.NOTHING);
        assertThat(two.result()).isEqualTo("b");
    }

    @Test
    void changeOfTheTagsOrOfAnythingDropsAllResults() {
        NearEntry one = kept(NAMES, ONE, "a");
        NearEntry other = kept(OTHERS, OTHERS.key("1"), "c");
        store.listeners.get(0).changed(NAMES.literalKey(NearCache.ID_OF_ALL));
        assertThat(one.isDropped()).isTrue();
        assertThat(other.isDropped()).isFalse();
        NearEntry again = kept(NAMES, ONE, "a");
        NearRead begun = near(NAMES).begin(TWO);
        store.listeners.get(0).anythingChanged();
        assertThat(again.isDropped()).isTrue();
        keep(begun, TEXT, "b");
        assertThat(near(NAMES).find(TWO, TEXT)).isNull();
    }

    @Test
    void ownChangesDropWithoutASignal() {
        NearEntry one = kept(NAMES, ONE, "a");
        NearEntry two = kept(NAMES, TWO, "b");
        caches.drop(ONE);
        assertThat(one.isDropped()).isTrue();
        assertThat(two.isDropped()).isFalse();
        caches.dropAll(OTHERS);
        assertThat(two.isDropped()).isFalse();
        caches.dropAll(NAMES);
        assertThat(two.isDropped()).isTrue();
        caches.drop(OTHERS.key("1"));
    }

    @Test
    void resultThatAnotherReplacesIsDropped() {
        NearEntry old = kept(NAMES, ONE, "a");
        NearEntry next = kept(NAMES, ONE, "b");
        assertThat(old.isDropped()).isTrue();
        assertThat(next.result()).isEqualTo("b");
    }

    @Test
    void resultThatFindsNoRoomIsDropped() {
        NearCache small = Objects.requireNonNull(caches.of(NAMES, ON.withSize(1)));
        List<NearEntry> entries = new ArrayList<>();
        for (Key key : List.of(ONE, TWO)) {
            keep(small.begin(key), TEXT, "a");
            NearEntry found = small.find(key, TEXT);
            if (found != null) {
                entries.add(found);
            }
        }
        assertThat(entries.stream().filter(entry -> !entry.isDropped())).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void resultIsFoundByCallsForItsValues() {
        kept(NAMES, ONE, "a");
        NearCache near = near(NAMES);
        assertThat(near.find(ONE, OPTIONAL)).isNull();
        assertThat(near.find(ONE, NUMBER)).isNull();
        assertThat(near.find(TWO, TEXT)).isNull();
        assertThat(near.answers(ONE, TEXT)).isTrue();
        assertThat(near.answers(ONE, OPTIONAL)).isTrue();
        assertThat(near.answers(ONE, NUMBER)).isFalse();
        assertThat(near.answers(TWO, TEXT)).isFalse();
        assertThat(near.answer(ONE, TEXT, result -> false)).isNull();
        assertThat(Objects.requireNonNull(near.answer(ONE, OPTIONAL, result -> true))
                        .value())
                .isEqualTo(Optional.of("a"));
        assertThat(near.answer(ONE, NUMBER, result -> true)).isNull();
    }

    @Test
    void resultIsFreshAsLongAsItsRecord() {
        NearEntry entry = kept(NAMES, ONE, "a");
        NearCache near = near(NAMES);
        assertThat(near.leftMicros(ONE, TEXT)).isEqualTo(60_000_000);
        time.advance(Duration.ofSeconds(59));
        assertThat(near.leftMicros(ONE, TEXT)).isEqualTo(1_000_000);
        assertThat(entry.result()).isEqualTo("a");
        time.advance(Duration.ofSeconds(1));
        assertThat(near.leftMicros(ONE, TEXT)).isEqualTo(Long.MAX_VALUE);
        assertThat(near.answers(ONE, TEXT)).isFalse();
        assertThat(near.find(ONE, TEXT)).isNull();
        assertThat(entry.result()).isSameAs(NearCache.NOTHING);
    }

    @Test
    void resultInAnOptionalIsKeptToo() {
        NearCache near = near(NAMES);
        keep(near.begin(ONE), OPTIONAL, Optional.of("a"));
        assertThat(Objects.requireNonNull(near.find(ONE, OPTIONAL)).result()).isEqualTo(Optional.of("a"));
    }

    private static Object held(NearEntry entry) {
        return entry.result() instanceof Optional<?> optional ? optional.orElseThrow() : "nothing";
    }

    @Test
    void listInAnOptionalIsCopiedForEachCaller() {
        ResultCodec lists = ResultCodec.ofOptional(new JacksonCodec(), new TypeRef<List<String>>() {}.type());
        NearCache near = near(NAMES);
        keep(near.begin(ONE), lists, Optional.of(new ArrayList<>(List.of("a"))));
        NearEntry entry = Objects.requireNonNull(near.find(ONE, lists));
        Object first = held(entry);
        assertThat(first).isEqualTo(List.of("a"));
        assertThat(held(entry)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void storeInThisJvmIsNeverSilent() {
        NearEntry entry = kept(NAMES, ONE, "a");
        time.advance(Duration.ofSeconds(5));
        store.silenceNanos = Long.MAX_VALUE;
        assertThat(entry.result()).isEqualTo("a");
    }

    @Test
    void hotResultLooksUsedToTheStoreFromTimeToTime() {
        NearEntry entry = kept(NAMES, ONE, "a");
        store.read.clear();
        entry.result();
        time.advance(Duration.ofMillis(10));
        entry.result();
        assertThat(store.read).isEmpty();
        time.advance(Duration.ofMillis(1));
        entry.result();
        entry.result();
        assertThat(store.read).containsExactly(ONE, NAMES.literalKey(NearCache.ID_OF_ALL));
    }

    @Test
    void signalsOfANamespaceAreOneSubscription() {
        Feed feed = caches.feed(NAMES);
        near(NAMES);
        assertThat(caches.feed(NAMES)).isSameAs(feed);
        assertThat(store.listeners).hasSize(1);
        assertThat(caches.feed(OTHERS)).isNotSameAs(feed);
    }

    @Test
    void feedIsLiveWhileSignalsArrive() {
        assertThat(caches.live(NAMES)).isNull();
        Feed feed = Objects.requireNonNull(caches.feed(NAMES));
        store.silenceNanos = 1_000_000_000;
        assertThat(feed.silenceNanos()).isEqualTo(1_000_000_000);
        assertThat(caches.live(NAMES)).isSameAs(feed);
        store.silenceNanos++;
        assertThat(caches.live(NAMES)).isNull();
        assertThat(feed.isLive()).isFalse();
    }

    @Test
    void actionsWaitForChangesOfTheirKey() {
        Feed feed = Objects.requireNonNull(caches.feed(NAMES));
        List<String> seen = new ArrayList<>();
        Runnable end = feed.onChange(ONE, () -> seen.add("first"));
        feed.onChange(ONE, () -> seen.add("second"));
        feed.onChange(TWO, () -> seen.add("other"));
        store.listeners.get(0).changed(ONE);
        assertThat(seen).containsExactly("first", "second");
        seen.clear();
        end.run();
        end.run();
        store.listeners.get(0).anythingChanged();
        assertThat(seen).containsExactlyInAnyOrder("second", "other");
    }

    @Test
    void feedCountsTheChangesOfAKey() {
        Feed feed = Objects.requireNonNull(caches.feed(NAMES));
        int before = feed.changes(ONE);
        store.listeners.get(0).changed(ONE);
        assertThat(feed.changes(ONE)).isEqualTo(before + 1);
        store.listeners.get(0).anythingChanged();
        assertThat(feed.changes(ONE)).isEqualTo(before + 3);
    }

    @Test
    void closedCachesKeepAndHearNothing() {
        NearEntry entry = kept(NAMES, ONE, "a");
        NearCache near = near(NAMES);
        caches.close();
        assertThat(entry.isDropped()).isTrue();
        assertThat(store.listeners).isEmpty();
        assertThat(caches.of(NAMES, ON)).isNull();
        assertThat(caches.feed(NAMES)).isNull();
        assertThat(caches.live(NAMES)).isNull();
        NearRead read = near.begin(ONE);
        caches.dropAll(NAMES);
        assertThat(near.begin(ONE).epoch()).as("not known any longer").isEqualTo(read.epoch());
    }
}
