package io.kvkit.spring.intercept;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that a handler returned to run on another thread, and what is told of its end.
 *
 * @param work the work
 * @param ended is told when the work ends: what it threw, or null
 */
public record FollowedWork<T extends @Nullable Object>(Callable<T> work, Consumer<@Nullable Throwable> ended)
        implements Callable<T> {

    @Override
    public T call() throws Exception {
        T result;
        try {
            result = work.call();
        } catch (Throwable failure) {
            ended.accept(failure);
            throw failure;
        }
        ended.accept(null);
        return result;
    }
}
