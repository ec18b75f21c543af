package io.kvkit;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decodes the answers of a store. The store may answer on its own thread, which must not run the codec. */
record Decoding(Executor executor) {

    <A extends @Nullable Object, R extends @Nullable Object> CompletionStage<R> of(
            CompletionStage<A> answer, Function<A, R> decode) {
        return answer.toCompletableFuture().isDone()
                ? answer.thenApply(decode)
                : answer.thenApplyAsync(decode, executor);
    }
}
