package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Sought.Found;
import io.kvkit.recipe.cache.Sought.Missed;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers are promised that ask first and write later; held on every store, by two processes. */
abstract class LookContract {

    private static final CacheSettings SETTINGS =
            CacheSettings.of("products", 600_000).withTagged(true);
    private static final CacheSettings NEAR = SETTINGS.withNear(NearSettings.BUILT_IN.withMode(Mode.ON));

    private final Namespace products =
            Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Outcome> events = new CopyOnWriteArrayList<>();
    private FaultyKvStore faulty;
    private Cache one;
    private Cache other;

    /** Opens a store that all processes share. */
    abstract KvStore store();

    @BeforeEach
    void begin() {
        faulty = new FaultyKvStore(store());
        one = process(faulty);
        other = process(store());
    }

    private Cache process(KvStore store) {
        Cache cache = new Cache(
                store, Timer.system("look-test"), KvListeners.of(event -> events.add(((CacheEvent) event).outcome())));
        open.add(cache);
        open.add(store);
        return cache;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private CacheCall call(CacheSettings settings, String id) {
        return CacheCall.of(products.key(id), settings, ResultCodec.of(new JacksonCodec(), String.class));
    }

    private Sought look(Cache cache, String id) {
        return look(CallStyle.PLAIN, cache, SETTINGS, id);
    }

    private Sought look(CallStyle style, Cache cache, CacheSettings settings, String id) {
        return (Sought) Objects.requireNonNull(style.start(cache.looks(), call(settings, id), () -> {
                    throw new AssertionError("a look computes nothing");
                })
                .join());
    }

    private static OpenFill fill(Sought sought) {
        assertThat(sought).isInstanceOf(Missed.class);
        return Objects.requireNonNull(((Missed) sought).fill());
    }

    private static boolean store(Sought sought, @Nullable String value) {
        return Failures.join(fill(sought).store(value));
    }

    private void invalidate(Cache cache, String id) {
        Failures.join(cache.invalidate(products.key(id)));
    }

    private @Nullable Object load(Cache cache, String id, String loaded) {
        return CallStyle.STAGE
                .start(cache.guard(), call(SETTINGS, id), () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    @Test
    void whatIsStoredIsFoundInAllProcesses() {
        assertThat(store(look(one, "1"), "a")).isTrue();
        assertThat(look(one, "1")).isEqualTo(new Found("a"));
        assertThat(look(CallStyle.STAGE, other, SETTINGS, "1")).isEqualTo(new Found("a"));
        assertThat(load(other, "1", "b")).isEqualTo("a");
        assertThat(store(look(one, "null"), null)).isTrue();
        assertThat(look(other, "null")).isEqualTo(new Found(null));
        assertThat(events).contains(Outcome.MISS, Outcome.HIT, Outcome.NULL_HIT);
    }

    @Test
    void looksFindNearResults() {
        load(one, "1", "a");
        assertThat(look(CallStyle.PLAIN, one, NEAR, "1")).isEqualTo(new Found("a"));
        // A signal of the load may come after the first look, and what it found is then not kept.
        Eventually.until(() ->
                look(CallStyle.PLAIN, one, NEAR, "1").equals(new Found("a")) && events.contains(Outcome.NEAR_HIT));
    }

    @Test
    void invalidationInBetweenWins() {
        for (Cache cache : List.of(one, other)) {
            Sought sought = look(one, "1");
            invalidate(cache, "1");
            assertThat(store(sought, "old")).isFalse();
            assertThat(look(one, "1")).isInstanceOf(Missed.class);
            invalidate(cache, "1");
        }
        Sought sought = look(one, "1");
        Failures.join(other.invalidateAll(products));
        store(sought, "old");
        assertThat(look(one, "1")).isInstanceOf(Missed.class);
    }

    @Test
    void everyoneWhoMissedMayStoreAndTheFirstOneDoes() {
        Sought first = look(one, "1");
        Sought second = look(one, "1");
        Sought third = look(other, "1");
        assertThat(store(third, "c")).isTrue();
        store(second, "b");
        store(first, "a");
        assertThat(look(one, "1")).isEqualTo(new Found("c"));
        invalidate(one, "1");
        Sought later = look(one, "1");
        assertThat(store(first, "a")).isFalse();
        assertThat(store(later, "d")).isTrue();
    }

    @Test
    void callsThatWaitForTheClaimTakeTheResult() {
        Sought sought = look(one, "1");
        var waiting = CallStyle.STAGE.start(
                other.guard(), call(SETTINGS, "1"), () -> CompletableFuture.completedFuture("loaded"));
        assertThat(store(sought, "stored")).isTrue();
        assertThat(waiting.join()).isEqualTo("stored");
    }

    @Test
    void updateInBetweenIsNotOverwritten() {
        Sought sought = look(one, "1");
        Failures.join(other.put(call(SETTINGS, "1"), "new"));
        assertThat(store(sought, "old")).isFalse();
        assertThat(look(one, "1")).isEqualTo(new Found("new"));
    }

    @Test
    void postponedResultIsStoredOrNot() {
        Postponed stored = fill(look(one, "1")).postpone("a");
        assertThat(look(other, "1")).isInstanceOf(Missed.class);
        Failures.join(stored.store());
        assertThat(look(other, "1")).isEqualTo(new Found("a"));
        Failures.join(fill(look(one, "2")).postpone("b").discard());
        assertThat(look(other, "2")).isInstanceOf(Missed.class);
        Postponed outdated = fill(look(one, "3")).postpone("c");
        invalidate(other, "3");
        Failures.join(outdated.store());
        assertThat(look(other, "3")).isInstanceOf(Missed.class);
    }

    @Test
    void nothingIsFoundOrStoredWithoutTheStore() {
        store(look(one, "1"), "a");
        faulty.fail("get", Fault.REQUEST_LOST);
        assertThat(look(one, "1")).isEqualTo(new Missed(null));
        faulty.heal();
        faulty.fail("claim", Fault.REQUEST_LOST);
        assertThat(look(one, "2")).isEqualTo(new Missed(null));
        faulty.heal();
        Sought sought = look(one, "2");
        faulty.fail("complete", Fault.REQUEST_LOST);
        assertThat(store(sought, "b")).isFalse();
        faulty.heal();
    }

    @Test
    void invalidationThatWaitsIsMadeBeforeTheLook() {
        store(look(one, "1"), "old");
        faulty.failNext(1, "invalidate", Fault.REQUEST_LOST);
        invalidate(one, "1");
        assertThat(look(one, "1")).isInstanceOf(Missed.class);
    }

    @Test
    void damagedRecordIsReplaced() {
        Failures.join(faulty.set(products.key("1"), "not a record".getBytes(StandardCharsets.UTF_8), Ttl.NONE));
        assertThat(store(look(one, "1"), "a")).isTrue();
        assertThat(look(one, "1")).isEqualTo(new Found("a"));
    }

    /** Writers change a number and invalidate it; no look that began afterwards may find the old number. */
    @Test
    void noLookThatBeganAfterAnInvalidationFindsWhatItRemoved() throws Exception {
        int keys = 4;
        AtomicIntegerArray numbers = new AtomicIntegerArray(keys);
        AtomicIntegerArray settled = new AtomicIntegerArray(keys);
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger hits = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Cache cache = t % 2 == 0 ? one : other;
            Random random = new Random(t);
            all.add(threads.submit(() -> {
                for (int i = 0; i < rounds(); i++) {
                    int id = random.nextInt(keys);
                    if (random.nextInt(8) == 0) {
                        int number = numbers.incrementAndGet(id);
                        invalidate(cache, Integer.toString(id));
                        settled.accumulateAndGet(id, number, Math::max);
                    }
                    int before = settled.get(id);
                    Sought sought = look(cache, Integer.toString(id));
                    int read = sought instanceof Found found
                            ? Integer.parseInt(String.valueOf(found.result()))
                            : numbers.get(id);
                    hits.addAndGet(sought instanceof Found ? 1 : 0);
                    wrong.addAndGet(read < before ? 1 : 0);
                    if (sought instanceof Missed missed && missed.fill() != null) {
                        Thread.yield();
                        Failures.join(missed.fill().store(Integer.toString(read)));
                    }
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();
        assertThat(wrong).hasValue(0);
        assertThat(hits.get()).isPositive();
    }

    int rounds() {
        return 2_000;
    }
}
