package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Body;
import io.kvkit.call.Failures;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.OpenFlights;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.Leftovers;
import io.kvkit.tck.VirtualTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One process with a cache of names by id, and a record of what it asked its loader for. */
final class BulkScenario {

    static final CacheSettings SETTINGS = CacheSettings.of("names", 60_000);
    private static final ResultCodec CODEC = ResultCodec.of(new JacksonCodec(), String.class);

    final List<Outcome> events = new CopyOnWriteArrayList<>();
    final List<List<@Nullable Object>> loads = new CopyOnWriteArrayList<>();
    final KvStore store;
    final Cache cache;
    final BulkGuard guard;
    final Namespace namespace;
    CacheSettings settings = SETTINGS;
    CacheRules rules = CacheRules.NONE;
    BulkStyle style = BulkStyle.PLAIN;

    private final Leftovers leftovers;

    BulkScenario(KvStore store, VirtualTime time) {
        this(store, time, Namespace.of("test-" + UUID.randomUUID(), "cache", "names", Retention.EVICTABLE));
    }

    private BulkScenario(KvStore store, VirtualTime time, Namespace namespace) {
        this.store = store;
        this.namespace = namespace;
        this.leftovers = new Leftovers(time);
        this.cache = new Cache(store, time, KvListeners.of(event -> events.add(((CacheEvent) event).outcome())));
        this.guard = new BulkGuard(cache);
    }

    /** Another process with the same entries. */
    BulkScenario another(VirtualTime time) {
        BulkScenario other = new BulkScenario(store, time, namespace);
        other.style = style;
        other.settings = settings;
        return other;
    }

    Key key(@Nullable Object id) {
        return namespace.key(String.valueOf(id));
    }

    CacheCall call(@Nullable Object id) {
        return new CacheCall(key(id), settings, CODEC, rules);
    }

    /** Calls for many ids; the loader gets those that are missing. */
    CompletableFuture<@Nullable Object> getAll(
            Collection<?> ids, Function<List<@Nullable Object>, CompletionStage<?>> loader) {
        CompletableFuture<@Nullable Object> result = leftovers.call(new CompletableFuture<>());
        Body<CompletionStage<?>> body = args -> {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> missing = (List<@Nullable Object>) args[0];
            loads.add(missing);
            return leftovers.<@Nullable Object>work(() -> loader.apply(missing)).get();
        };
        style.start(guard, BulkCall.of(ids, this::call, new Names(this::key)), body, result);
        return result;
    }

    /** Calls for many ids whose names have a suffix. */
    @Nullable
    Object getAll(String suffix, @Nullable Object... ids) {
        return getAll(Arrays.asList(ids), missing -> CompletableFuture.completedFuture(names(suffix, missing)))
                .join();
    }

    /** Calls for one id alone. */
    CompletableFuture<@Nullable Object> get(@Nullable Object id, CompletionStage<?> loader) {
        CompletableFuture<@Nullable Object> result = leftovers.call(new CompletableFuture<>());
        style.start(
                cache.guard(),
                call(id),
                args -> {
                    loads.add(Collections.singletonList(id));
                    return leftovers.<@Nullable Object>work(() -> loader).get();
                },
                result);
        return result;
    }

    @Nullable
    Object get(@Nullable Object id, @Nullable String loaded) {
        return get(id, CompletableFuture.completedFuture(loaded)).join();
    }

    /** The names of ids: {@code 1a}, {@code 2a}. Odd ids from 1000 on have none. */
    static Map<@Nullable Object, String> names(String suffix, Collection<?> ids) {
        Map<@Nullable Object, String> names = new LinkedHashMap<>();
        for (Object id : ids) {
            if (!(id instanceof Integer number && number >= 1_000 && number % 2 == 1)) {
                names.put(id, id + suffix);
            }
        }
        return names;
    }

    static Map<@Nullable Object, String> names(String suffix, @Nullable Object... ids) {
        return names(suffix, Arrays.asList(ids));
    }

    int count(Outcome outcome) {
        return Collections.frequency(events, outcome);
    }

    void invalidate(@Nullable Object id) {
        Failures.join(cache.invalidate(key(id)));
    }

    /** Ends what a test left open; then no computation is under way and no timer waits. */
    void end() {
        leftovers.end(() -> {
            Failures.join(store.scan(namespace.start(), 10_000));
        });
        Eventually.until("no computation is open", () -> OpenFlights.of(cache) == 0);
    }
}
