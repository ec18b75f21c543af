package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Sought.Missed;
import io.kvkit.recipe.cache.bulk.BulkCall;
import io.kvkit.recipe.cache.bulk.BulkForm;
import io.kvkit.recipe.cache.bulk.BulkGuard;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No way to store a result sends a long command. */
@Timeout(60)
abstract class LargeWriteContract {

    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);
    private static final CacheSettings SETTINGS = CacheOnRedis.lasting(600_000).withTagged(true);
    private static final String LONG = "x".repeat(3 * Chunks.MOST);

    private final Namespace namespace =
            Namespace.of("test", "cache", "writes-" + UUID.randomUUID(), Key.Retention.EVICTABLE);
    private MeasuredStore store;
    private Cache one;
    private Cache other;

    /** Opens a store that needs I/O, or that pretends to. */
    abstract KvStore store();

    @BeforeEach
    void open() {
        store = new MeasuredStore(store());
        one = new Cache(store, Timer.system("large"), KvListeners.NONE);
        other = new Cache(store, Timer.system("large"), KvListeners.NONE);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        store.close();
    }

    private CacheCall call(CacheSettings settings) {
        return CacheCall.of(namespace.key("1"), settings, TEXT);
    }

    private CacheCall call() {
        return call(SETTINGS);
    }

    private static @Nullable Object get(Cache cache, CacheCall call, String loaded) {
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    private void isStoredInParts() {
        assertThat(get(other, call(), "other")).isEqualTo(LONG);
        assertThat(store.longest).hasValueLessThan(MeasuredStore.LONGEST_COMMAND);
    }

    @Test
    void put() {
        Failures.join(one.put(call(), LONG));
        isStoredInParts();
    }

    @Test
    void updateSinceAMark() {
        get(one, call(), "short");
        Mark mark = Failures.join(one.updates().mark(call()));
        Failures.join(one.updates().put(call(), LONG, mark));
        isStoredInParts();
    }

    @Test
    void putAfterALook() {
        var sought = CallStyle.STAGE.start(one.looks(), call(), CompletableFuture::new);
        OpenFill fill = Objects.requireNonNull(((Missed) Objects.requireNonNull(sought.join())).fill());
        assertThat(Failures.join(fill.store(LONG))).isTrue();
        isStoredInParts();
    }

    @Test
    void resultThatIsStoredLater() {
        Proceed proceed = (Proceed) Failures.join(one.guard().decide(call()));
        Failures.join(one.postpone(proceed.ticket(), LONG).store());
        isStoredInParts();
    }

    @Test
    void loadOfManyKeys() {
        BulkCall bulk = BulkCall.of(
                List.of("1", "2", "3"), id -> CacheCall.of(namespace.key((String) id), SETTINGS, TEXT), new All());
        CallStyle.STAGE
                .start(new BulkGuard(one), bulk, () -> CompletableFuture.completedFuture(LONG))
                .join();
        isStoredInParts();
    }

    @Test
    void refreshInTheBackground() {
        CacheSettings brief = CacheOnRedis.lasting(1).withTagged(true).withStaleness(new Staleness(600_000, 0, 0));
        get(one, call(brief), "short");
        CacheSettings served = SETTINGS.withStaleness(new Staleness(600_000, 0, 0));
        Eventually.until(() -> LONG.equals(get(one, call(served), LONG)));
        isStoredInParts();
    }

    @Test
    void resultThatIsNotModified() {
        Staleness kept = new Staleness(0, 600_000, 0);
        CacheSettings brief = CacheOnRedis.lasting(1).withTagged(true).withStaleness(kept);
        refreshed(brief, refresh -> refresh.modified(LONG, "v1"));
        AtomicBoolean renewed = new AtomicBoolean();
        Eventually.until(() -> {
            refreshed(SETTINGS.withStaleness(kept), refresh -> {
                renewed.set(refresh.hasValue());
                return refresh.notModified();
            });
            return renewed.get();
        });
        isStoredInParts();
    }

    private @Nullable Object refreshed(CacheSettings settings, Function<Refresh<String>, String> load) {
        CacheCall call = new CacheCall(namespace.key("1"), settings, TEXT, CacheRules.NONE.takingOldValues());
        return Refreshing.STAGE
                .get(one, call, refresh -> CompletableFuture.completedFuture(load.apply(refresh)))
                .join();
    }

    /** Gives all keys the same result. */
    private final class All implements BulkForm {

        @Override
        public @Nullable Object[] arguments(List<@Nullable Object> ids) {
            return new Object[] {ids};
        }

        @Override
        public Map<Key, Object> divided(@Nullable Object result) {
            Object each = Objects.requireNonNull(result);
            return Map.of(namespace.key("1"), each, namespace.key("2"), each, namespace.key("3"), each);
        }

        @Override
        public Object joined(List<Found> found, @Nullable Object undivided) {
            return found;
        }
    }
}
