package io.kvkit;

import io.kvkit.call.Body;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.MarkReply;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of a client as stages. */
final class StagedKvClient extends StagedKvBytes implements AsyncKvClient {

    private final KvStore store;
    private final ClientCalls calls;
    private final ClientKeys keys;
    private final Recipes recipes;
    private final Executor executor;
    private final StageDriver driver;
    private final NamedEntries named;

    StagedKvClient(KvStore store, ClientCalls calls, ClientNames names, Recipes recipes, Executor executor) {
        super(store, calls.keys());
        this.store = store;
        this.calls = calls;
        this.keys = calls.keys();
        this.recipes = recipes;
        this.executor = executor;
        this.driver = new StageDriver(executor);
        this.named = new NamedEntries(names, calls, recipes, driver, new Decoding(executor));
    }

    NamedEntries named() {
        return named;
    }

    @Override
    public <T> StagedKvValues<T> values(Class<T> type) {
        return values((Type) type);
    }

    @Override
    public <T> StagedKvValues<T> values(TypeRef<T> type) {
        return values(type.type());
    }

    private <T> StagedKvValues<T> values(Type type) {
        return new StagedKvValues<>(this, calls.values(type), new Decoding(executor));
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
                .thenApply(ClientCalls::<T>typed);
    }

    @Override
    public CompletionStage<Void> invalidate(String key) {
        return recipes.cache().invalidate(keys.cache(key));
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
        var once = new OnceBody<CompletionStage<?>>(context -> work.get());
        return driver.run(ContextGuard.only(recipes.idempotency().guard()), calls.idempotent(key, ttl, type), once)
                .thenApply(value -> new IdempotentResult<>(ClientCalls.<T>typed(value), once.replayed()));
    }

    @Override
    public CompletionStage<Boolean> alreadyProcessed(String eventId) {
        return alreadyProcessed(eventId, KvClient.PROCESSED_TTL);
    }

    @Override
    public CompletionStage<Boolean> alreadyProcessed(String eventId, Duration ttl) {
        return mark(eventId, ttl).thenCompose(reply -> switch (reply) {
            case MARKED -> CompletableFuture.completedFuture(false);
            case DONE -> CompletableFuture.completedFuture(true);
            case IN_USE -> duplicate(eventId, ttl, args -> CompletableFuture.completedFuture(false));
        });
    }

    CompletionStage<MarkReply> mark(String eventId, Duration ttl) {
        return recipes.dedupe().mark(keys.dedupe(eventId), ttl);
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
    public AsyncKvConcurrencyLimit concurrencyLimit(String name) {
        return named.concurrencyLimit(name);
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
    public StagedClaimsOperations claims() {
        return named.claims();
    }

    @Override
    public AsyncKvLease lease(String name) {
        return new StagedKvLease(recipes.leases(), keys.lease(name));
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return store.health();
    }
}
