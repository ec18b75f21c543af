package io.kvkit.spring.intercept;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Work that a handler returned to run on another thread, with a future for its end.
 *
 * @param work the work
 * @param ended completes when the work ends, with whether it succeeded
 */
public record FollowedWork<T extends @Nullable Object>(Callable<T> work, CompletableFuture<Boolean> ended)
        implements Callable<T> {

    @Override
    public T call() throws Exception {
        try {
            T result = work.call();
            ended.complete(true);
            return result;
        } finally {
            ended.complete(false);
        }
    }
}
