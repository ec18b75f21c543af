package io.kvkit;

import io.kvkit.call.Body;
import io.kvkit.call.StageDriver;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;
import io.kvkit.value.SetIfAbsentResult;
import io.kvkit.value.Values;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of a client as stages, on a store. */
final class StoreKvClient implements AsyncKvClient {

    private final KvStore store;
    private final ClientCalls calls;
    private final ClientKeys keys;
    private final Recipes recipes;
    private final Executor executor;
    private final StageDriver driver;
    private final NamedEntries named;

    StoreKvClient(KvStore store, ClientCalls calls, ClientNames names, Recipes recipes, Executor executor) {
        this.store = store;
        this.calls = calls;
        this.keys = calls.keys();
        this.recipes = recipes;
        this.executor = executor;
        this.driver = new StageDriver(executor);
        this.named = new NamedEntries(names, calls, recipes, driver, executor);
    }

    @Override
    public <T> AsyncKvValues<T> values(Class<T> type) {
        return values(calls.<T>values(type));
    }

    @Override
    public <T> AsyncKvValues<T> values(TypeRef<T> type) {
        return values(calls.<T>values(type.type()));
    }

    NamedEntries named() {
        return named;
    }

    <T> AsyncKvValues<T> values(ValueFormat<T> format) {
        return new StoreKvValues<>(this, format, executor);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return store.get(keys.raw(key));
    }

    @Override
    public CompletionStage<Void> set(String key, byte[] value) {
        return set(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Void> set(String key, byte[] value, Duration ttl) {
        return set(key, value, Ttl.of(ttl));
    }

    CompletionStage<Void> set(String key, byte[] value, Ttl ttl) {
        return store.set(keys.raw(key), value, ttl);
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
        return store.delete(keys.raw(key));
    }

    @Override
    public CompletionStage<Boolean> exists(String key) {
        return store.exists(keys.raw(key));
    }

    @Override
    public CompletionStage<Batch<String, byte[]>> mget(Collection<String> names) {
        return store.mget(keys.raw(names)).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values) {
        return mset(values, Ttl.NONE);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values, Duration ttl) {
        return mset(values, Ttl.of(ttl));
    }

    CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> byKey = new HashMap<>();
        values.forEach((name, value) -> byKey.put(keys.raw(name), value));
        return store.mset(byKey, ttl).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> deleteMany(Collection<String> names) {
        return store.deleteMany(keys.raw(names)).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The limit of a scan must be positive, but is " + limit);
        }
        return store.scan(keys.rawStart(prefix), limit)
                .thenApply(texts -> texts.stream().map(keys::name).toList());
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, byte[] value) {
        return setIfAbsent(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
        return setIfAbsent(key, value, Ttl.of(ttl));
    }

    CompletionStage<Boolean> setIfAbsent(String key, byte[] value, Ttl ttl) {
        return store.apply(keys.raw(key), Values.setIfAbsent(value, ttl)).thenApply(SetIfAbsentResult::written);
    }

    @Override
    public CompletionStage<Long> increment(String key) {
        return store.apply(keys.raw(key), Values.increment(1, Ttl.NONE));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration ttlIfNew) {
        return store.apply(keys.raw(key), Values.increment(by, Ttl.of(ttlIfNew)));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value) {
        return store.apply(keys.raw(key), Values.compareAndSet(expected, value, Ttl.KEEP));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value, Duration ttl) {
        return store.apply(keys.raw(key), Values.compareAndSet(expected, value, Ttl.of(ttl)));
    }

    @Override
    public CompletionStage<Boolean> compareAndDelete(String key, byte[] expected) {
        return store.apply(keys.raw(key), Values.compareAndDelete(expected));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration ttl) {
        return store.apply(keys.raw(key), Values.expire(Ttl.of(ttl)));
    }

    @Override
    public CompletionStage<TtlResult> ttl(String key) {
        return store.apply(keys.raw(key), Values.ttl());
    }

    @Override
    public <T> CompletionStage<@Nullable T> guardedGet(
            String key,
            Duration ttl,
            Class<T> type,
            Supplier<? extends CompletionStage<? extends @Nullable T>> loader) {
        return guardedGet(key, ttl, (Type) type, args -> loader.get());
    }

    @Override
    public <T> CompletionStage<@Nullable T> guardedGet(
            String key,
            Duration ttl,
            TypeRef<T> type,
            Supplier<? extends CompletionStage<? extends @Nullable T>> loader) {
        return guardedGet(key, ttl, type.type(), args -> loader.get());
    }

    private <T> CompletionStage<@Nullable T> guardedGet(
            String key, Duration ttl, Type type, Body<? extends @Nullable CompletionStage<?>> loader) {
        return driver.run(recipes.cache().guard(), calls.cached(key, ttl, type), loader)
                .thenApply(StoreKvClient::<T>typed);
    }

    @Override
    public CompletionStage<Void> invalidate(String key) {
        return recipes.cache().invalidate(ClientCalls.NAME, keys.cache(key));
    }

    @Override
    public <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        return idempotentExecute(key, KvClient.IDEMPOTENT_TTL, (Type) type, work);
    }

    @Override
    public <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Duration ttl, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        return idempotentExecute(key, ttl, (Type) type, work);
    }

    @Override
    public <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key,
            Duration ttl,
            TypeRef<T> type,
            Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        return idempotentExecute(key, ttl, type.type(), work);
    }

    private <T> CompletionStage<IdempotentResult<T>> idempotentExecute(
            String key, Duration ttl, Type type, Supplier<? extends CompletionStage<?>> work) {
        var once = new OnceBody<CompletionStage<?>>(work);
        return driver.run(recipes.idempotency().guard(), calls.idempotent(key, ttl, type), once)
                .thenApply(value -> new IdempotentResult<>(StoreKvClient.<T>typed(value), once.replayed()));
    }

    @Override
    public CompletionStage<Boolean> alreadyProcessed(String eventId) {
        return alreadyProcessed(eventId, KvClient.PROCESSED_TTL);
    }

    @Override
    public CompletionStage<Boolean> alreadyProcessed(String eventId, Duration ttl) {
        return duplicate(eventId, ttl, args -> CompletableFuture.completedFuture(false));
    }

    @Override
    public CompletionStage<Boolean> processOnce(String eventId, Supplier<? extends CompletionStage<?>> work) {
        return processOnce(eventId, KvClient.PROCESSED_TTL, work);
    }

    @Override
    public CompletionStage<Boolean> processOnce(
            String eventId, Duration ttl, Supplier<? extends CompletionStage<?>> work) {
        return duplicate(eventId, ttl, args -> work.get().thenApply(done -> false))
                .thenApply(duplicate -> !duplicate);
    }

    private CompletionStage<Boolean> duplicate(String eventId, Duration ttl, Body<CompletionStage<?>> body) {
        return driver.run(recipes.dedupe().guard(), calls.event(eventId, ttl), body)
                .thenApply(Boolean.TRUE::equals);
    }

    @Override
    public CompletionStage<RateLimitResult> rateLimit(String key, int limit, Duration window) {
        return recipes.rateLimiter().take(calls.limited(key, limit, window));
    }

    @Override
    public <K, V> AsyncKvCache<K, V> cache(String name, Class<V> type) {
        return named.cache(name, type);
    }

    @Override
    public <K, V> AsyncKvCache<K, V> cache(String name, TypeRef<V> type) {
        return named.cache(name, type.type());
    }

    @Override
    public AsyncKvRateLimit rateLimit(String name) {
        return named.rateLimit(name);
    }

    @Override
    public <T> AsyncKvOperation<T> operation(String name, Class<T> type) {
        return named.operation(name, type);
    }

    @Override
    public <T> AsyncKvOperation<T> operation(String name, TypeRef<T> type) {
        return named.operation(name, type.type());
    }

    @Override
    public AsyncKvConsumer consumer(String name) {
        return named.consumer(name);
    }

    @Override
    public AsyncKvLease lease(String name) {
        return new StoreKvLease(recipes.leases(), keys.lease(name));
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return store.health();
    }

    // The call's codec was chosen by the same type.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> @Nullable T typed(@Nullable Object value) {
        return (T) value;
    }
}
