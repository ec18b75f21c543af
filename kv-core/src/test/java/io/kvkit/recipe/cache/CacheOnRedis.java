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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cache of one process: with a connection, a timer and flights of its own, on a server that others use too. */
final class CacheOnRedis implements AutoCloseable {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);

    final List<Outcome> events = new CopyOnWriteArrayList<>();
    final KvStore store;
    private final CacheSettings settings;
    private final Cache cache;

    CacheOnRedis(String uri) {
        this(uri, CacheSettings.of("products", new Life(600_000, 600_000, 0), Loading.of(60_000, 60_000)));
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
                told.around(store),
                CacheSettings.of("products", new Life(600_000, 600_000, 0), Loading.of(60_000, 60_000))
                        .withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON)));
    }

    /** A cache of one process on a store of any kind. */
    CacheOnRedis(KvStore store, CacheSettings settings) {
        this.store = store;
        this.settings = settings;
        this.cache = new Cache(store, Timer.system("cache-test"), KvListeners.of(CacheScenario.outcomes(events::add)));
    }

    static Key key(String id) {
        return Namespace.of("test", "cache", "products", Retention.EVICTABLE).key(id);
    }

    CompletableFuture<@Nullable Object> get(
            CallStyle style, Key key, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        return style.start(cache.guard(), CacheCall.of(key, settings, TEXT), loader);
    }

    @Nullable
    Object get(Key key, @Nullable String result) {
        return get(CallStyle.STAGE, key, () -> CompletableFuture.completedFuture(result))
                .join();
    }

    void invalidate(Key key) {
        Failures.join(cache.invalidate(key));
    }

    /** Removes a key as another program does. */
    void delete(Key key) {
        Failures.join(store.delete(key));
    }

    int count(Outcome event) {
        return Collections.frequency(events, event);
    }

    @Override
    public void close() {
        cache.close();
        store.close();
    }
}
