package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What loads that know the value that they replace promise, held on every store and in every style of call. */
@Timeout(60)
abstract class RefreshContract {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final CacheSettings IF_ERROR =
            CacheScenario.SETTINGS.withTagged(true).withStaleness(new Staleness(0, 600_000, 1_000));
    private static final CacheSettings WHILE_REVALIDATE = IF_ERROR.withStaleness(new Staleness(600_000, 0, 1_000));
    private static final CacheSettings EARLY = IF_ERROR.withStaleness(Staleness.NONE.withEarly(1));
    private static final CacheRules TOYS = new CacheRules() {
        @Override
        public Collection<String> tags(@Nullable Object result) {
            return List.of("toys");
        }
    };

    /** What removes the old value. */
    enum Removal {
        KEY,
        TAG,
        ALL
    }

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger loads = new AtomicInteger();
    private KvStore store;
    private CacheScenario one;
    private CacheScenario other;

    abstract KvStore open(VirtualTime time);

    abstract Refreshing style();

    @BeforeEach
    void open() {
        store = open(time);
        one = new CacheScenario(store, time);
        other = one.another(time);
    }

    @AfterEach
    void nothingIsLeft() {
        one.end();
        other.end();
        store.close();
    }

    private CacheCall call(CacheSettings settings) {
        return new CacheCall(one.key, settings, one.call().codec(), TOYS.takingOldValues());
    }

    private CompletableFuture<@Nullable Object> start(
            CacheScenario process, CacheSettings settings, Function<Refresh<String>, CompletionStage<String>> load) {
        return style().get(process.cache, call(settings), refresh -> {
            loads.incrementAndGet();
            return load.apply(refresh);
        });
    }

    private @Nullable Object get(
            CacheScenario process, CacheSettings settings, UnaryOperator<String> load, @Nullable String validator) {
        return start(
                        process,
                        settings,
                        refresh -> CompletableFuture.completedFuture(
                                refresh.modified(load.apply(refresh.value()), validator)))
                .join();
    }

    private @Nullable Object unmodified(CacheScenario process, CacheSettings settings) {
        return start(process, settings, refresh -> CompletableFuture.completedFuture(refresh.notModified()))
                .join();
    }

    private String seen(CacheScenario process, CacheSettings settings) {
        var seen = new CompletableFuture<String>();
        start(process, settings, refresh -> {
                    seen.complete(refresh.hasValue() + " " + refresh.value() + " " + refresh.validator());
                    return CompletableFuture.completedFuture("seen");
                })
                .join();
        return seen.join();
    }

    private void oldValue(CacheSettings settings) {
        assertThat(get(one, settings, old -> "old", "v1")).isEqualTo("old");
        time.advance(TTL);
    }

    private void remove(Removal removal) {
        switch (removal) {
            case KEY -> Failures.join(other.cache.invalidate(one.key));
            case TAG -> Failures.join(other.cache.invalidateTags(one.key.namespace(), List.of("toys")));
            case ALL -> Failures.join(other.cache.invalidateAll(one.key.namespace()));
        }
    }

    private byte[] payload() {
        return ClaimRecord.read(Failures.join(store.get(one.key))).payload();
    }

    @Test
    void firstLoadHasNoOldValue() {
        assertThat(seen(one, IF_ERROR)).isEqualTo("false null null");
    }

    @Test
    void loadGetsTheOldValueAndItsValidator() {
        oldValue(IF_ERROR);
        assertThat(seen(other, IF_ERROR)).isEqualTo("true old v1");
        time.advance(TTL);
        assertThat(seen(one, IF_ERROR)).as("the new one has no validator").isEqualTo("true seen null");
    }

    @Test
    void valueThatIsNotModifiedLivesOnWithoutBeingWritten() {
        oldValue(IF_ERROR);
        byte[] before = payload();
        assertThat(unmodified(one, IF_ERROR)).isEqualTo("old");
        assertThat(payload()).isEqualTo(before);
        time.advance(TTL.minusSeconds(1));
        assertThat(get(other, IF_ERROR, old -> "new", null)).isEqualTo("old");
        assertThat(loads).hasValue(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(seen(other, IF_ERROR)).isEqualTo("true old v1");
    }

    @Test
    void loadInTheBackgroundKnowsTheOldValueToo() {
        oldValue(WHILE_REVALIDATE);
        assertThat(unmodified(one, WHILE_REVALIDATE)).isEqualTo("old");
        Eventually.until(() -> loads.get() == 2 && one.cache.open() == 0);
        time.advance(TTL.minusSeconds(1));
        assertThat(get(other, WHILE_REVALIDATE, old -> "new", null)).isEqualTo("old");
        assertThat(loads).hasValue(2);
    }

    @Test
    void newValueTakesThePlaceOfTheOldOne() {
        oldValue(IF_ERROR);
        assertThat(get(one, IF_ERROR, old -> old + " and new", "v2")).isEqualTo("old and new");
        time.advance(TTL);
        assertThat(seen(other, IF_ERROR)).isEqualTo("true old and new v2");
    }

    @Test
    void loadSaysHowLongItsValueIsKept() {
        oldValue(IF_ERROR);
        start(
                        one,
                        IF_ERROR,
                        refresh -> CompletableFuture.completedFuture(
                                refresh.keepFor(Duration.ofSeconds(10)).notModified()))
                .join();
        time.advance(Duration.ofSeconds(9));
        assertThat(get(other, IF_ERROR, old -> "new", null)).isEqualTo("old");
        time.advance(Duration.ofSeconds(1));
        assertThat(get(other, IF_ERROR, old -> "new", null)).isEqualTo("new");
    }

    @Test
    void valueThatIsNotToBeKeptIsNotKept() {
        start(
                        one,
                        IF_ERROR,
                        refresh -> CompletableFuture.completedFuture(
                                refresh.keepFor(Duration.ZERO).modified("once", "v1")))
                .join();
        assertThat(seen(one, IF_ERROR)).isEqualTo("false null null");
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void whatWasRemovedIsNoOldValue(Removal removal) {
        oldValue(IF_ERROR);
        remove(removal);
        assertThat(seen(one, IF_ERROR)).isEqualTo("false null null");
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void removalBeatsALoadThatFoundItsValueNotModified(Removal removal) {
        oldValue(IF_ERROR);
        CompletableFuture<String> hold = new CompletableFuture<>();
        var slow = start(one, IF_ERROR, refresh -> {
            String old = refresh.notModified();
            return hold.thenApply(go -> old);
        });
        Eventually.until(() -> loads.get() == 2);
        remove(removal);
        hold.complete("go");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(seen(other, IF_ERROR)).isEqualTo("false null null");
        assertThat(get(one, IF_ERROR, old -> "new", null)).isEqualTo("seen");
    }

    @Test
    void valueThatWasNotModifiedKeepsItsTags() {
        oldValue(IF_ERROR);
        assertThat(unmodified(one, IF_ERROR)).isEqualTo("old");
        remove(Removal.TAG);
        assertThat(get(other, IF_ERROR, old -> "new", null)).isEqualTo("new");
    }

    /** A load that began early ends after the end of its value, which is not modified. */
    private void unmodifiedAfterTheEnd() {
        CompletableFuture<String> value = new CompletableFuture<>();
        var first = start(one, EARLY, refresh -> value.thenApply(loaded -> refresh.modified(loaded, "v1")));
        Eventually.until(() -> loads.get() == 1);
        time.advance(Duration.ofSeconds(1));
        value.complete("old");
        first.join();
        // Every hit in the last hundredth of a second begins early, but for one in e to the hundredth.
        time.advance(TTL.minusMillis(10));
        CompletableFuture<String> hold = new CompletableFuture<>();
        for (int i = 0; i < 50; i++) {
            var hit = start(one, EARLY, refresh -> {
                String old = refresh.notModified();
                return hold.thenApply(go -> old);
            });
            assertThat(hit.join()).isEqualTo("old");
        }
        Eventually.until(() -> loads.get() == 2);
        time.advance(Duration.ofSeconds(1));
        hold.complete("go");
        Eventually.until(() -> one.cache.open() == 0);
    }

    @Test
    void valueThatWasNotModifiedWhileItsLifeEndedIsKept() {
        unmodifiedAfterTheEnd();
        assertThat(get(other, EARLY, old -> "new", null)).isEqualTo("old");
        assertThat(loads).hasValue(2);
    }

    @Test
    void valueThatWasNotModifiedWhileItsLifeEndedKeepsItsTags() {
        unmodifiedAfterTheEnd();
        remove(Removal.TAG);
        assertThat(get(other, EARLY, old -> "new", null)).isEqualTo("new");
    }

    @Test
    void waitingCallsGetTheValueThatWasNotModified() {
        oldValue(IF_ERROR);
        CompletableFuture<String> hold = new CompletableFuture<>();
        var slow = start(one, IF_ERROR, refresh -> hold.thenApply(go -> refresh.notModified()));
        Eventually.until(() -> loads.get() == 2);
        var waiting = start(one, IF_ERROR, refresh -> CompletableFuture.completedFuture("new"));
        var elsewhere = start(other, IF_ERROR, refresh -> CompletableFuture.completedFuture("new"));
        hold.complete("go");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(waiting.join()).isEqualTo("old");
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(10));
            return elsewhere.isDone();
        });
        assertThat(elsewhere.join()).isEqualTo("old");
        assertThat(loads).hasValue(2);
    }

    @Test
    void nothingCanBeUnmodifiedIfThereIsNoOldValue() {
        assertThatThrownBy(() -> unmodified(one, IF_ERROR))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("There is no old value that could be unmodified");
    }

    @Test
    void failingLoadGivesTheOldValue() {
        oldValue(IF_ERROR);
        var failing = start(
                one,
                IF_ERROR,
                refresh -> CompletableFuture.failedFuture(new IllegalStateException(refresh.notModified())));
        assertThat(failing.join()).isEqualTo("old");
    }

    @Test
    void nullIsAnOldValue() {
        assertThat(get(one, IF_ERROR, old -> null, "v0")).isNull();
        time.advance(TTL);
        assertThat(unmodified(one, IF_ERROR)).isNull();
        assertThat(get(other, IF_ERROR, old -> "new", null)).isNull();
        time.advance(TTL);
        assertThat(seen(other, IF_ERROR)).isEqualTo("true null v0");
    }

    @Test
    void damagedValueIsNoOldValue() {
        oldValue(IF_ERROR);
        byte[] bytes = Failures.join(store.get(one.key)).clone();
        bytes[bytes.length - 1] ^= 1;
        Failures.join(store.set(one.key, bytes, Ttl.NONE));
        assertThat(seen(one, IF_ERROR)).isEqualTo("false null null");
    }

    @Test
    void validatorIsSealedWithItsValue() {
        ResultCodec sealed = ResultCodec.of(new JacksonCodec(), String.class)
                .packed(
                        Compression.NONE,
                        KvKeyring.builder().key("k1", new byte[32]).build());
        CacheCall call = new CacheCall(one.key, IF_ERROR, sealed, TOYS.takingOldValues());
        style().get(one.cache, call, refresh -> CompletableFuture.completedFuture(refresh.modified("old", "etag-4711")))
                .join();
        assertThat(new String(payload(), StandardCharsets.ISO_8859_1)).doesNotContain("4711");
        time.advance(TTL);
        assertThat(style().get(
                                one.cache,
                                call,
                                refresh ->
                                        CompletableFuture.completedFuture(refresh.modified(refresh.validator(), null)))
                        .join())
                .isEqualTo("etag-4711");
    }

    @Test
    void loadThatAsksForNothingIsAsBefore() {
        assertThat(start(one, IF_ERROR, refresh -> CompletableFuture.completedFuture("old"))
                        .join())
                .isEqualTo("old");
        time.advance(TTL);
        assertThat(start(one, IF_ERROR, refresh -> CompletableFuture.completedFuture("new"))
                        .join())
                .isEqualTo("new");
        assertThat(one.events).doesNotContain(Outcome.NOT_STORED);
    }
}
