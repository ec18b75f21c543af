package io.kvkit;

import io.kvkit.call.Body;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that is done once. It notes whether its caller got the result of an earlier call. */
final class OnceBody<R extends @Nullable Object> implements Body<R> {

    private final Supplier<? extends R> work;
    private volatile boolean replayed;

    OnceBody(Supplier<? extends R> work) {
        this.work = work;
    }

    @Override
    public R call(@Nullable Object @Nullable [] args) {
        return work.get();
    }

    @Override
    public void answered() {
        replayed = true;
    }

    boolean replayed() {
        return replayed;
    }
}
