package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.Leftovers;
import io.kvkit.tck.VirtualTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cache with one loader whose runs a test counts and ends by hand. */
final class CacheScenario {

    static final CacheSettings SETTINGS = CacheSettings.of("products", 60_000);

    final List<Outcome> events = new CopyOnWriteArrayList<>();
    final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger counted = new AtomicInteger();
    final KvStore store;
    final Cache cache;
    final Key key;

    private final Leftovers leftovers;

    CacheScenario(KvStore store, VirtualTime time) {
        this(
                store,
                time,
                Namespace.of("test", "cache", "products", Retention.EVICTABLE)
                        .key(UUID.randomUUID().toString()));
    }

    /** Another process with the same key. */
    CacheScenario another(VirtualTime time) {
        return another(store, time);
    }

    /** Another process that reaches the same key in its own way. */
    CacheScenario another(KvStore store, VirtualTime time) {
        return new CacheScenario(store, time, key);
    }

    private CacheScenario(KvStore store, VirtualTime time, Key key) {
        this.store = store;
        this.leftovers = new Leftovers(time);
        this.cache = new Cache(store, time, KvListeners.of(outcomes(this::told)));
        this.key = key;
    }

    /** A listener that hears the outcomes. */
    static KvListener outcomes(Consumer<Outcome> each) {
        return event -> {
            if (event instanceof CacheEvent told) {
                each.accept(told.outcome());
            }
        };
    }

    private void told(Outcome outcome) {
        events.add(outcome);
        if (outcome.isOfCall()) {
            counted.incrementAndGet();
        }
    }

    CacheCall call() {
        return call(SETTINGS);
    }

    CacheCall call(CacheSettings settings) {
        return CacheCall.of(key, settings, ResultCodec.of(new JacksonCodec(), String.class));
    }

    CacheCall call(CacheRules rules) {
        return new CacheCall(key, SETTINGS, call().codec(), rules);
    }

    static CacheRules storing(Predicate<@Nullable Object> condition) {
        return new CacheRules() {
            @Override
            public boolean isStorable(@Nullable Object result) {
                return condition.test(result);
            }
        };
    }

    CompletableFuture<@Nullable Object> get(CallStyle style, @Nullable String result) {
        return get(style, call(), () -> CompletableFuture.completedFuture(result));
    }

    CompletableFuture<@Nullable Object> get(
            CallStyle style, CacheCall call, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        calls.incrementAndGet();
        return leftovers.call(style.start(cache.guard(), call, leftovers.<@Nullable Object>work(() -> {
            loads.incrementAndGet();
            return loader.get();
        })));
    }

    /** Counts calls that a test makes without {@link #get}. */
    void madeByHand(int more) {
        calls.addAndGet(more);
    }

    /** Ends what a test left open; then no computation is under way, none is watched, and no timer waits. */
    void end() {
        // The claim of a process that the test only pretends ends with its record.
        leftovers.end(() -> Failures.join(store.delete(key)));
        Eventually.asserted(() ->
                assertThat(cache.open()).as("computations under way or watched").isZero());
        if (calls.get() > 0) {
            assertThat(counted.get()).as("outcomes of calls: %s", events).isEqualTo(calls.get());
        }
    }
}
