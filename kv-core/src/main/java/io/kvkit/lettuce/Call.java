package io.kvkit.lettuce;

import io.lettuce.core.RedisFuture;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation on its way: it ends with the reply, with a translated failure, or when its time is over. */
final class Call<R extends @Nullable Object> extends CompletableFuture<R> implements TimerTask {

    private final Operation operation;
    private volatile @Nullable CompletionStage<?> sent;

    Call(Operation operation) {
        this.operation = operation;
    }

    /** Ends with what the driver's future ends with. */
    <T extends @Nullable Object> void follow(CompletionStage<T> reply, Function<T, ? extends R> reading) {
        sent = reply;
        reply.whenComplete((value, failure) -> {
            if (failure == null) {
                read(value, reading);
            } else {
                fail(failure);
            }
        });
    }

    void fail(Throwable failure) {
        completeExceptionally(Errors.of(operation, failure));
    }

    /** The time is over: what was not written yet is not written any more. */
    @Override
    public void run(Timeout timeout) {
        expire();
    }

    void expire() {
        CompletionStage<?> reply = sent;
        if (completeExceptionally(Errors.late(operation, reply != null)) && reply instanceof RedisFuture<?> future) {
            future.cancel(true);
        }
    }

    Operation operation() {
        return operation;
    }

    private <T extends @Nullable Object> void read(T value, Function<T, ? extends R> reading) {
        try {
            complete(reading.apply(value));
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }
}
