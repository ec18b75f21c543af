package io.kvkit.lettuce;

import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation on its way: it ends with the reply, with a translated failure, or when its time is over. */
final class Call<R extends @Nullable Object> extends CompletableFuture<R> implements TimerTask {

    private static final Future<?> NEVER = CompletableFuture.completedFuture(null);

    private final Faults faults;
    private final AtomicReference<@Nullable Future<?>> sent = new AtomicReference<>();

    Call(Faults faults) {
        this.faults = faults;
    }

    /** Takes note of the command that is to be sent; false if the time is over and it must not be sent. */
    boolean sending(Future<?> command) {
        return sent.compareAndSet(null, command);
    }

    /** Takes note that nothing was carried out so far, and nothing is being sent now. */
    void notSent() {
        sent.updateAndGet(command -> command == NEVER ? NEVER : null);
    }

    <T extends @Nullable Object> void answer(T value, Function<T, ? extends R> reading) {
        try {
            complete(reading.apply(value));
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    void fail(Throwable failure) {
        completeExceptionally(faults.of(failure));
    }

    /** The time is over: what was not written yet is not written any more. */
    @Override
    public void run(Timeout timeout) {
        expire();
    }

    // What is told as not sent must not be sent afterwards.
    void expire() {
        boolean never = sent.compareAndSet(null, NEVER);
        Future<?> command = sent.get();
        if (completeExceptionally(faults.late(!never)) && command != null) {
            command.cancel(true);
        }
    }

    Faults faults() {
        return faults;
    }
}
