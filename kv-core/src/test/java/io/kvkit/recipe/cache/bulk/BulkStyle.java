package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Body;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a bulk method is called: as a method that blocks, or as one that returns a stage. */
enum BulkStyle {
    PLAIN {
        @Override
        <C> void start(
                CallGuard<C> guard, C call, Body<CompletionStage<?>> body, CompletableFuture<@Nullable Object> result) {
            begin(() -> {
                try {
                    result.complete(
                            new PlainDriver(BulkStyle::begin).run(guard, call, args -> Failures.join(body.call(args))));
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
        }
    },
    STAGE {
        @Override
        <C> void start(
                CallGuard<C> guard, C call, Body<CompletionStage<?>> body, CompletableFuture<@Nullable Object> result) {
            new StageDriver(BulkStyle::begin).run(guard, call, body).whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(Failures.unwrap(failure));
                }
            });
        }
    };

    private static void begin(Runnable call) {
        Thread thread = new Thread(call, "bulk-call");
        thread.setDaemon(true);
        thread.start();
    }

    abstract <C> void start(
            CallGuard<C> guard, C call, Body<CompletionStage<?>> body, CompletableFuture<@Nullable Object> result);
}
