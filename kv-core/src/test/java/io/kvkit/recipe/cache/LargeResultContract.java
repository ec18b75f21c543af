package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that are kept in parts, in two processes on one store. */
@Timeout(180)
abstract class LargeResultContract {

    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);
    private static final ResultCodec SEALED = TEXT.packed(
            Compression.NONE, KvKeyring.builder().key("k", new byte[32]).build());
    private static final CacheSettings SETTINGS = CacheOnRedis.lasting(600_000);

    private final Random random = new Random(20_261_129);
    private final Namespace namespace =
            Namespace.of("test", "cache", "large-" + UUID.randomUUID(), Key.Retention.EVICTABLE);
    private final List<Outcome> events = new CopyOnWriteArrayList<>();
    private MeasuredStore store;
    private Cache one;
    private Cache other;

    /** Opens a store that needs I/O, or that pretends to. */
    abstract KvStore store();

    @BeforeEach
    void open() {
        store = new MeasuredStore(store());
        one = cache();
        other = cache();
    }

    private Cache cache() {
        return new Cache(
                store, Timer.system("large"), KvListeners.of(event -> events.add(((CacheEvent) event).outcome())));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        store.close();
        assertThat(store.longest).hasValueLessThan(MeasuredStore.LONGEST_COMMAND);
    }

    private CompletableFuture<@Nullable Object> get(
            Cache cache, CacheSettings settings, ResultCodec codec, String id, CompletionStage<String> load) {
        CacheRules rules = new CacheRules() {
            @Override
            public Collection<String> tags(@Nullable Object result) {
                return List.of("first", "second");
            }
        };
        CacheCall call = new CacheCall(namespace.key(id), settings, codec, rules);
        return CallStyle.STAGE.start(cache.guard(), call, () -> load);
    }

    private @Nullable Object get(Cache cache, ResultCodec codec, String id, String loaded) {
        return get(cache, SETTINGS, codec, id, CompletableFuture.completedFuture(loaded))
                .join();
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private List<Key> parts() {
        return Failures.join(store.scan(namespace.start(), 1_000)).stream()
                .filter(text -> text.contains("\\c"))
                .map(text ->
                        namespace.literalKey(text.substring(namespace.start().length())))
                .toList();
    }

    @Test
    void resultsAroundTheLengthsOfPartsAreKept() {
        for (int round = 0; round < 40; round++) {
            int length = Chunks.MOST * (1 + random.nextInt(3)) - 30 + random.nextInt(40);
            String text = text(length);
            String id = Integer.toString(round);
            assertThat(get(one, TEXT, id, text)).isEqualTo(text);
            assertThat(get(other, TEXT, id, "other")).isEqualTo(text);
        }
        assertThat(events).containsOnly(Outcome.MISS, Outcome.HIT);
    }

    @Test
    void largestResultIsKept() {
        String text = text(20 * 1024 * 1024);
        get(one, TEXT, "1", text);
        assertThat(get(other, TEXT, "1", "other")).isEqualTo(text);
        assertThat(parts()).hasSize(43);
    }

    @Test
    void smallResultIsOneRecord() {
        get(one, TEXT, "1", text(Chunks.MOST - 100));
        assertThat(parts()).isEmpty();
    }

    @Test
    void sealedAndCompressedResultsAreKept() {
        String text = text(3 * Chunks.MOST);
        get(one, SEALED, "1", text);
        assertThat(get(other, SEALED, "1", "other")).isEqualTo(text);
        ResultCodec packed = TEXT.packed(
                Compression.LZ4, KvKeyring.builder().key("k", new byte[32]).build());
        get(one, packed, "2", text);
        assertThat(get(other, packed, "2", "other")).isEqualTo(text);
    }

    @Test
    void missingPartIsAMissThatIsRepaired() {
        for (ResultCodec codec : List.of(TEXT, SEALED)) {
            get(one, codec, "1", text(2 * Chunks.MOST));
            Failures.join(store.delete(parts().get(random.nextInt(3))));
            events.clear();
            String next = text(2 * Chunks.MOST);
            assertThat(get(one, codec, "1", next)).isEqualTo(next);
            assertThat(get(other, codec, "1", "other")).isEqualTo(next);
            assertThat(events).containsExactly(Outcome.CORRUPT, Outcome.MISS, Outcome.HIT);
            Failures.join(one.invalidate(namespace.key("1")));
            parts().forEach(part -> Failures.join(store.delete(part)));
        }
    }

    @Test
    void damagedPartIsAMissThatIsRepaired() {
        get(one, TEXT, "1", text(2 * Chunks.MOST));
        Key part = parts().get(0);
        byte[] bytes = Failures.join(store.get(part)).clone();
        bytes[random.nextInt(bytes.length)] ^= 1;
        Failures.join(store.set(part, bytes, Ttl.NONE));
        assertThat(get(other, TEXT, "1", "next")).isEqualTo("next");
        assertThat(events).contains(Outcome.CORRUPT);
    }

    @Test
    void callsThatLoadOrWaitDoNotReadThePartsOfTheOldResult() {
        CacheSettings stale = CacheOnRedis.lasting(1).withStaleness(new Staleness(0, 600_000, 0));
        get(one, stale, TEXT, "id", CompletableFuture.completedFuture(text(1_000_000)))
                .join();
        long past = store.nowMicros(namespace.key("id")) + 100_000;
        Eventually.until("a stale result", () -> store.nowMicros(namespace.key("id")) > past);
        CompletableFuture<String> hold = new CompletableFuture<>();
        get(one, stale, TEXT, "id", hold);
        Eventually.until(() -> one.open() == 1);
        var waiting = get(other, stale, TEXT, "id", CompletableFuture.completedFuture("other"));
        Eventually.until(() -> other.open() == 1);
        int records = store.records.get();
        Eventually.until(() -> store.records.get() > records + 1);
        assertThat(store.parts).hasValue(0);
        hold.complete("new");
        assertThat(waiting.join()).isEqualTo("new");
    }

    @Test
    void taggedStaleAndNearResultsAreKept() {
        for (CacheSettings settings : List.of(
                SETTINGS.withTagged(true),
                SETTINGS.withStaleness(new Staleness(600_000, 600_000, 1_000)),
                SETTINGS.withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON)))) {
            String text = text(2 * Chunks.MOST);
            String id = UUID.randomUUID().toString();
            for (int i = 0; i < 4; i++) {
                assertThat(get(i % 2 == 0 ? one : other, settings, TEXT, id, CompletableFuture.completedFuture(text))
                                .join())
                        .isEqualTo(text);
            }
        }
        assertThat(Collections.frequency(events, Outcome.MISS)).isEqualTo(3);
    }

    @Test
    void callThatWaitsInAnotherProcessGetsIt() {
        CompletableFuture<String> load = new CompletableFuture<>();
        var loading = get(one, SETTINGS, TEXT, "1", load);
        Eventually.until(() -> events.contains(Outcome.MISS));
        var waiting = get(other, SETTINGS, TEXT, "1", CompletableFuture.completedFuture("other"));
        String text = text(2 * Chunks.MOST);
        load.complete(text);
        assertThat(loading.join()).isEqualTo(text);
        assertThat(waiting.join()).isEqualTo(text);
    }

    @Test
    void invalidationRemovesIt() {
        get(one, TEXT, "1", text(2 * Chunks.MOST));
        Failures.join(other.invalidate(namespace.key("1")));
        assertThat(get(one, TEXT, "1", "next")).isEqualTo("next");
    }

    /** Every result is one letter many times, so a mixture of two would show. */
    @Test
    void noReadGivesAMixtureWhileResultsAreReplaced() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        AtomicInteger loads = new AtomicInteger();
        for (int thread = 0; thread < 4; thread++) {
            Cache cache = thread % 2 == 0 ? one : other;
            Random own = new Random(thread);
            all.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 30; i++) {
                    if (own.nextInt(3) == 0) {
                        Failures.join(cache.invalidate(namespace.key("1")));
                    }
                    int load = loads.incrementAndGet();
                    String letter = Character.toString('a' + load % 26);
                    String read = (String) get(cache, TEXT, "1", letter.repeat(Chunks.MOST + load % 7 * 100_000));
                    assertThat(read.chars().distinct().count()).isEqualTo(1);
                }
            }));
        }
        all.forEach(CompletableFuture::join);
        assertThat(events).contains(Outcome.HIT).doesNotContain(Outcome.CORRUPT);
    }
}
