package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tags and the removal of everything promise; held on every store, by two processes. */
abstract class TagContract {

    private static final CacheSettings SETTINGS =
            CacheSettings.of("products", 600_000).withTagged(true);

    private final Namespace products =
            Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Cache one;
    private Cache other;

    /** Opens a store that all processes share. */
    abstract KvStore store();

    @BeforeEach
    void begin() {
        one = process();
        other = process();
    }

    private Cache process() {
        KvStore store = store();
        Cache cache = new Cache(store, Timer.system("tag-test"), KvListeners.NONE);
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

    private Key key(String id) {
        return products.key(id);
    }

    private CacheCall call(String id, String... tags) {
        return call(SETTINGS, id, tags);
    }

    private CacheCall call(CacheSettings settings, String id, String... tags) {
        return new CacheCall(key(id), settings, ResultCodec.of(new JacksonCodec(), String.class), new CacheRules() {
            @Override
            public Collection<String> tags(@Nullable Object result) {
                return List.of(tags);
            }
        });
    }

    private static @Nullable Object get(Cache cache, CacheCall call, String loaded) {
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    private static CompletableFuture<@Nullable Object> get(
            CallStyle style, Cache cache, CacheCall call, Supplier<? extends CompletionStage<Object>> loader) {
        return style.start(cache.guard(), call, loader);
    }

    private void invalidate(Cache cache, String... tags) {
        Failures.join(cache.invalidateTags(products, List.of(tags)));
    }

    @Test
    void tagRemovesTheResultsThatHaveItInAllProcesses() {
        get(one, call("1", "toys", "red"), "a");
        get(one, call("2", "books", "red"), "b");
        get(one, call("3"), "c");
        assertThat(get(other, call("1", "toys", "red"), "new")).isEqualTo("a");
        invalidate(other, "toys");
        assertThat(get(other, call("1", "toys", "red"), "new")).isEqualTo("new");
        assertThat(get(other, call("2", "books", "red"), "new")).isEqualTo("b");
        assertThat(get(other, call("3"), "new")).isEqualTo("c");
        invalidate(other, "red", "unknown");
        assertThat(get(other, call("2", "books", "red"), "newer")).isEqualTo("newer");
        assertThat(get(other, call("1", "toys", "red"), "newer")).isEqualTo("newer");
        assertThat(get(other, call("3"), "newer")).isEqualTo("c");
    }

    @Test
    void everythingIsRemovedInOneStep() {
        for (String id : List.of("1", "2", "3")) {
            get(one, call(id, "tag-" + id), "old");
        }
        Failures.join(one.invalidateAll(products));
        for (String id : List.of("1", "2", "3")) {
            assertThat(get(one, call(id, "tag-" + id), "new")).isEqualTo("new");
            assertThat(get(one, call(id, "tag-" + id), "newer")).isEqualTo("new");
        }
    }

    @Test
    void resultWhoseComputationBeganBeforeItsTagWasInvalidatedIsNotKept() {
        isNotKept(CallStyle.STAGE);
        isNotKept(CallStyle.PLAIN);
    }

    private void isNotKept(CallStyle style) {
        CompletableFuture<Object> load = new CompletableFuture<>();
        CountDownLatch loading = new CountDownLatch(1);
        var slow = get(style, one, call("1", "toys"), () -> {
            loading.countDown();
            return load;
        });
        await(loading);
        invalidate(other, "toys");
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(get(one, call("1", "toys"), "new")).isEqualTo("new");
        assertThat(get(one, call("1", "toys"), "newer")).isEqualTo("new");
        invalidate(one, "toys");
    }

    @Test
    void callThatBeganAfterTheInvalidationTakesNoResultOfAComputationFromBefore() {
        CompletableFuture<Object> load = new CompletableFuture<>();
        CountDownLatch loading = new CountDownLatch(1);
        var slow = get(CallStyle.STAGE, one, call("1", "toys"), () -> {
            loading.countDown();
            return load;
        });
        await(loading);
        invalidate(one, "toys");
        var late = get(CallStyle.STAGE, one, call("1", "toys"), () -> CompletableFuture.completedFuture("new"));
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(late.join()).isEqualTo("new");
    }

    @Test
    void updateHasTheTagsOfItsResult() {
        Failures.join(one.put(call("1", "toys"), "put"));
        assertThat(get(one, call("1", "toys"), "loaded")).isEqualTo("put");
        invalidate(one, "toys");
        assertThat(get(one, call("1", "toys"), "loaded")).isEqualTo("loaded");
    }

    @Test
    void whatATagRemovedIsNoStaleValueEither() {
        CacheSettings stale = SETTINGS.withTtl(1).withStaleness(new Staleness(0, 600_000, 1_000));
        get(one, call(stale, "1", "toys"), "old");
        invalidate(one, "toys");
        var failed = get(
                CallStyle.STAGE,
                one,
                call(stale, "1", "toys"),
                () -> CompletableFuture.failedFuture(new IllegalStateException("no stock")));
        assertThat(failed)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("no stock");
    }

    @Test
    void resultWithTooManyTagsIsNotKept() {
        String[] tags = new String[Tagged.MOST + 1];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = "tag-" + i;
        }
        assertThat(get(one, call("1", tags), "first")).isEqualTo("first");
        assertThat(get(one, call("1", tags), "second")).isEqualTo("second");
    }

    @Test
    void recordsOfACacheThatWasNotTaggedBeforeAreLoadedAgain() {
        get(one, call(SETTINGS.withTagged(false), "1"), "old");
        assertThat(get(one, call("1", "toys"), "new")).isEqualTo("new");
        assertThat(get(one, call(SETTINGS.withTagged(false), "1"), "newer")).isEqualTo("newer");
    }

    @Test
    void lostRecordOfTheTagsBringsNothingBack() {
        get(one, call("1", "toys"), "old");
        invalidate(one, "toys");
        KvStore store = store();
        open.add(store);
        Failures.join(store.delete(Outdated.key(products)));
        assertThat(get(other, call("1", "toys"), "new")).isEqualTo("new");
    }

    /** Writers change a number and invalidate its tag; no reader that began afterwards may see the old number. */
    @Test
    void noReadThatBeganAfterAnInvalidationSeesWhatItRemoved() throws Exception {
        int keys = 8;
        AtomicIntegerArray numbers = new AtomicIntegerArray(keys);
        AtomicInteger wrong = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            boolean writer = t < 2;
            Cache cache = readers(t);
            Random random = new Random(t);
            all.add(threads.submit(() -> {
                for (int i = 0; i < rounds(); i++) {
                    int id = random.nextInt(keys);
                    if (writer && random.nextInt(4) == 0) {
                        numbers.incrementAndGet(id);
                        invalidate(cache, "tag-" + id % 3);
                    } else if (!isCurrent(cache, numbers, id, random)) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();
        assertThat(wrong).hasValue(0);
    }

    private final AtomicIntegerArray settled = new AtomicIntegerArray(8);

    private Cache readers(int thread) {
        return thread % 2 == 0 ? one : other;
    }

    int rounds() {
        return 2_000;
    }

    // A number may be ahead of what was invalidated, but what is read is never below a number that was settled before.
    private boolean isCurrent(Cache cache, AtomicIntegerArray numbers, int id, Random random) {
        if (random.nextInt(8) == 0) {
            int number = numbers.get(id);
            invalidate(cache, "tag-" + id % 3);
            settled.accumulateAndGet(id, number, Math::max);
        }
        int before = settled.get(id);
        Object read = CallStyle.STAGE
                .start(
                        cache.guard(),
                        call(Integer.toString(id), "tag-" + id % 3),
                        () -> CompletableFuture.completedFuture(Integer.toString(numbers.get(id))))
                .join();
        return Integer.parseInt(String.valueOf(read)) >= before;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
