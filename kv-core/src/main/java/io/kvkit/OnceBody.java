package io.kvkit;

import io.kvkit.call.Body;
import io.kvkit.recipe.once.IdempotencyContext;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Work that is done once, with its context as its argument. It notes whether its caller got the result of an earlier call. */
final class OnceBody<R extends @Nullable Object> implements Body<R> {

    private final Function<? super IdempotencyContext, ? extends R> work;
    private volatile boolean replayed;

    OnceBody(Function<? super IdempotencyContext, ? extends R> work) {
        this.work = work;
    }

    @Override
    public R call(@Nullable Object @Nullable [] args) {
        return work.apply(context(args));
    }

    static IdempotencyContext context(@Nullable Object @Nullable [] args) {
        return (IdempotencyContext) Objects.requireNonNull(Objects.requireNonNull(args, "no context")[0], "no context");
    }

    @Override
    public void answered() {
        replayed = true;
    }

    boolean replayed() {
        return replayed;
    }
}
