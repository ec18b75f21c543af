package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.StoreHealth;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of {@link StagedKvClient}, and calls loaders and other work on the caller's thread. */
final class BlockingKvClient extends BlockingKvBytes implements KvClient {

    private final StagedKvClient async;
    private final ClientCalls calls;
    private final Recipes recipes;
    private final CallerThread caller;
    private final Runnable end;

    BlockingKvClient(StagedKvClient async, ClientCalls calls, Recipes recipes, CallerThread caller, Runnable end) {
        super(async);
        this.async = async;
        this.calls = calls;
        this.recipes = recipes;
        this.caller = caller;
        this.end = end;
    }

    Recipes recipes() {
        return recipes;
    }

    @Override
    public AsyncKvClient async() {
        return async;
    }

    @Override
    public <T> KvValues<T> values(Class<T> type) {
        return new BlockingKvValues<>(async.values(type));
    }

    @Override
    public <T> KvValues<T> values(TypeRef<T> type) {
        return new BlockingKvValues<>(async.values(type));
    }

    @Override
    public <T> @Nullable T guardedGet(String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> loader) {
        return guardedGet(key, ttl, (Type) type, loader);
    }

    @Override
    public <T> @Nullable T guardedGet(
            String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> loader) {
        return guardedGet(key, ttl, type.type(), loader);
    }

    private <T> @Nullable T guardedGet(String key, Duration ttl, Type type, Supplier<? extends @Nullable T> loader) {
        return ClientCalls.typed(
                caller.run(recipes.cache().guard(), calls.cached(key, ttl, type), args -> loader.get()));
    }

    @Override
    public void invalidate(String key) {
        join(async.invalidate(key));
    }

    @Override
    public <T> IdempotentResult<T> idempotentExecute(String key, Class<T> type, Supplier<? extends @Nullable T> work) {
        return idempotentExecute(key, IDEMPOTENT_TTL, type, work);
    }

    @Override
    public <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, Class<T> type, Supplier<? extends @Nullable T> work) {
        return idempotentExecute(key, ttl, (Type) type, work);
    }

    @Override
    public <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, TypeRef<T> type, Supplier<? extends @Nullable T> work) {
        return idempotentExecute(key, ttl, type.type(), work);
    }

    private <T> IdempotentResult<T> idempotentExecute(
            String key, Duration ttl, Type type, Supplier<? extends @Nullable T> work) {
        var once = new OnceBody<@Nullable Object>(context -> work.get());
        Object value =
                caller.run(ContextGuard.only(recipes.idempotency().guard()), calls.idempotent(key, ttl, type), once);
        return new IdempotentResult<>(ClientCalls.<T>typed(value), once.replayed());
    }

    @Override
    public boolean alreadyProcessed(String eventId) {
        return alreadyProcessed(eventId, PROCESSED_TTL);
    }

    @Override
    public boolean alreadyProcessed(String eventId, Duration ttl) {
        return switch (join(async.mark(eventId, ttl))) {
            case MARKED -> false;
            case DONE -> true;
            case IN_USE ->
                Boolean.TRUE.equals(caller.run(recipes.dedupe().guard(), calls.event(eventId, ttl), args -> false));
        };
    }

    @Override
    public boolean processOnce(String eventId, Runnable work) {
        return processOnce(eventId, PROCESSED_TTL, work);
    }

    @Override
    public boolean processOnce(String eventId, Duration ttl, Runnable work) {
        Object duplicate = caller.run(recipes.dedupe().guard(), calls.event(eventId, ttl), args -> {
            work.run();
            return false;
        });
        return Boolean.FALSE.equals(duplicate);
    }

    @Override
    public RateLimitResult rateLimit(String key, int limit, Duration window) {
        return join(async.rateLimit(key, limit, window));
    }

    @Override
    public <K, V> KvCache<K, V> cache(String name, Class<V> type) {
        return new BlockingKvCache<>(async.named().cache(name, type), caller);
    }

    @Override
    public <K, V> KvCache<K, V> cache(String name, TypeRef<V> type) {
        return new BlockingKvCache<>(async.named().cache(name, type.type()), caller);
    }

    @Override
    public KvRateLimit rateLimit(String name) {
        return new BlockingKvRateLimit(async.named().rateLimit(name));
    }

    @Override
    public KvConcurrencyLimit concurrencyLimit(String name) {
        return new BlockingKvConcurrencyLimit(async.named().concurrencyLimit(name));
    }

    @Override
    public <T> KvOperation<T> operation(String name, Class<T> type) {
        return new BlockingKvOperation<>(async.named().operation(name, type), caller);
    }

    @Override
    public <T> KvOperation<T> operation(String name, TypeRef<T> type) {
        return new BlockingKvOperation<>(async.named().operation(name, type.type()), caller);
    }

    @Override
    public KvConsumer consumer(String name) {
        return new BlockingKvConsumer(async.named().consumer(name), caller);
    }

    @Override
    public ClaimsOperations claims() {
        return new BlockingClaimsOperations(async.claims());
    }

    @Override
    public KvLease lease(String name) {
        return new BlockingKvLease(recipes.leases(), calls.keys().lease(name));
    }

    @Override
    public StoreHealth health() {
        return join(async.health());
    }

    @Override
    public void close() {
        end.run();
    }
}
