package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.ReturnShape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets every call through and changes caches before it, or when it has returned. */
final class CacheWriteGuard implements CallGuard<CacheWriteGuard.Call> {

    /** One call, which is its own ticket. */
    record Call(Invocation invocation, ReturnShape returns) implements Ticket {}

    private final List<CacheWrite> before;
    private final List<CacheWrite> after;

    CacheWriteGuard(List<CacheWrite> writes) {
        this.before = writes.stream().filter(CacheWrite::comesBefore).toList();
        this.after = writes.stream().filter(write -> !write.comesBefore()).toList();
    }

    @Override
    public @Nullable Decision decideNow(Call call) {
        return before.isEmpty() ? proceed(call) : null;
    }

    @Override
    public CompletionStage<Decision> decide(Call call) {
        return all(before, call.invocation(), null).thenApply(done -> proceed(call));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        Call call = (Call) ticket;
        return all(after, call.invocation(), call.returns().unwrap(value)).handle((done, failure) -> {
            // A bad expression; a failing store never fails here.
            return failure == null ? new Answer(value) : new Reject(Failures.unwrap(failure));
        });
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return CompletableFuture.completedFuture(new Reject(failure));
    }

    private Decision proceed(Call call) {
        return after.isEmpty() ? Proceed.FREELY : new Proceed(call);
    }

    private static CompletionStage<Void> all(List<CacheWrite> writes, Invocation call, @Nullable Object result) {
        CompletableFuture<?>[] written = new CompletableFuture<?>[writes.size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = write(writes.get(i), call, result);
        }
        return CompletableFuture.allOf(written);
    }

    private static CompletableFuture<Void> write(CacheWrite write, Invocation call, @Nullable Object result) {
        try {
            return write.write(call, result).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
