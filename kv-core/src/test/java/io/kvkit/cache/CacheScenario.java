package io.kvkit.cache;

import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cache with one loader whose runs a test counts and ends by hand. */
final class CacheScenario {

    static final CacheSettings SETTINGS = CacheSettings.of("products", 60_000);

    final List<CacheEvent> events = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger loads = new AtomicInteger();
    final KvStore store;
    final Cache cache;
    final Key key;

    CacheScenario(KvStore store, Timer timer) {
        this.store = store;
        this.cache = new Cache(store, timer, (name, event) -> events.add(event));
        this.key = Namespace.of("test", "cache", "products", Retention.EVICTABLE)
                .key(UUID.randomUUID().toString());
    }

    CacheCall call() {
        return call(SETTINGS);
    }

    CacheCall call(CacheSettings settings) {
        return CacheCall.of(key, settings, ResultCodec.of(new JacksonCodec(), String.class));
    }

    CompletableFuture<@Nullable Object> get(CallStyle style, @Nullable String result) {
        return get(style, call(), () -> CompletableFuture.completedFuture(result));
    }

    CompletableFuture<@Nullable Object> get(
            CallStyle style, CacheCall call, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        return style.start(cache.guard(), call, () -> {
            loads.incrementAndGet();
            return loader.get();
        });
    }
}
