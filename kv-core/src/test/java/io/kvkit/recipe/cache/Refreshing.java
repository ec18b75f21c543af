package io.kvkit.recipe.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A way to call a method that takes a {@link Refresh}. */
enum Refreshing {

    /** A method that blocks. */
    PLAIN {
        @Override
        CompletableFuture<@Nullable Object> start(
                CallGuard<CacheCall> guard, CacheCall call, Function<Refresh<String>, CompletionStage<String>> load) {
            var result = new CompletableFuture<@Nullable Object>();
            THREADS.execute(() -> {
                try {
                    result.complete(new PlainDriver(THREADS)
                            .run(guard, call, args -> Failures.join(load.apply(refresh(args)))));
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
            return result;
        }
    },

    /** A method that returns a stage. */
    STAGE {
        @Override
        CompletableFuture<@Nullable Object> start(
                CallGuard<CacheCall> guard, CacheCall call, Function<Refresh<String>, CompletionStage<String>> load) {
            return new StageDriver(THREADS).run(guard, call, args -> load.apply(refresh(args)));
        }
    };

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "refreshing");
        thread.setDaemon(true);
        return thread;
    });

    abstract CompletableFuture<@Nullable Object> start(
            CallGuard<CacheCall> guard, CacheCall call, Function<Refresh<String>, CompletionStage<String>> load);

    /** Calls through the guard of a cache. */
    CompletableFuture<@Nullable Object> get(
            Cache cache, CacheCall call, Function<Refresh<String>, CompletionStage<String>> load) {
        return start(new RefreshGuard(cache.guard(), new Object[] {"id", null}, 1), call, load);
    }

    @SuppressWarnings("unchecked")
    private static Refresh<String> refresh(@Nullable Object @Nullable [] args) {
        return (Refresh<String>) args[1];
    }
}
