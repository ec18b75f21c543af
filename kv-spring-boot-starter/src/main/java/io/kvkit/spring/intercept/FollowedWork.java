package io.kvkit.spring.intercept;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Work that a handler returned to be done on another thread, and that tells when it has ended.
 *
 * @param work what is to be done
 * @param ended is completed at its end, and with whether that was well
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
