package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cache of one process: with a connection, a timer and flights of its own, on a server that others use too. */
final class CacheOnRedis implements AutoCloseable {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String TAG = "all";
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);

    private static final CacheRules TAGS = new CacheRules() {
        @Override
        public List<String> tags(@Nullable Object result) {
            return List.of(TAG);
        }
    };

    private final ConcurrentMap<Outcome, LongAdder> events = new ConcurrentHashMap<>();
    final KvStore store;
    private final CacheSettings settings;
    private final Cache cache;

    CacheOnRedis(String uri) {
        this(uri, lasting(600_000));
    }

    CacheOnRedis(String uri, CacheSettings settings) {
        this(
                Connected.await(new LettuceKvStore(
                        LettuceSettings.ofUri(uri).timeout(TIMEOUT).build())),
                settings);
    }

    /** A cache with a near cache that hears of the changes of other processes. */
    static CacheOnRedis near(String uri, Told told) {
        KvStore store = Connected.await(
                new LettuceKvStore(LettuceSettings.ofUri(uri).timeout(TIMEOUT).build()));
        return new CacheOnRedis(
                told.around(store), lasting(600_000).withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON)));
    }

    /** A cache of one process on a store of any kind. */
    CacheOnRedis(KvStore store, CacheSettings settings) {
        this.store = store;
        this.settings = settings;
        this.cache = new Cache(
                store,
                Timer.system("cache-test"),
                KvListeners.of(
                        CacheScenario.outcomes(outcome -> events.computeIfAbsent(outcome, first -> new LongAdder())
                                .increment())));
    }

    /** Settings of a cache in which nothing but the life of a result ends in the time of a test. */
    static CacheSettings lasting(long ttlMillis) {
        return CacheSettings.of("products", new Life(ttlMillis, ttlMillis, 0), Loading.of(60_000, 60_000));
    }

    static Key key(String id) {
        return Namespace.of("test", "cache", "products", Retention.EVICTABLE).key(id);
    }

    CompletableFuture<@Nullable Object> get(
            CallStyle style, Key key, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        CacheRules rules = settings.tagged() ? TAGS : CacheRules.NONE;
        return style.start(cache.guard(), new CacheCall(key, settings, TEXT, rules), loader);
    }

    @Nullable
    Object get(Key key, @Nullable String result) {
        return get(CallStyle.STAGE, key, () -> CompletableFuture.completedFuture(result))
                .join();
    }

    /** Removes the result of a key, in a tagged cache by a tag that all results have. */
    void invalidate(Key key) {
        Failures.join(settings.tagged() ? cache.invalidateTags(key.namespace(), List.of(TAG)) : cache.invalidate(key));
    }

    /** Removes a key as another program does. */
    void delete(Key key) {
        Failures.join(store.delete(key));
    }

    int count(Outcome event) {
        LongAdder counted = events.get(event);
        return counted == null ? 0 : counted.intValue();
    }

    @Override
    public void close() {
        cache.close();
        store.close();
    }
}
