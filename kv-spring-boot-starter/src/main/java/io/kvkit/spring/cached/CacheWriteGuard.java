package io.kvkit.spring.cached;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets every call through and changes caches before the call or after it has returned. */
final class CacheWriteGuard implements CallGuard<CacheWriteGuard.Call> {

    /**
     * One call, which is also its ticket.
     *
     * @param transaction the transaction around the call, after whose commit caches are changed; null if there is none
     */
    record Call(
            Invocation invocation,
            ReturnShape returns,
            @Nullable CacheTransaction transaction) implements Ticket {}

    private final List<CacheWrite> before;
    private final List<CacheWrite> after;
    private final PassedBy passedBy;

    CacheWriteGuard(List<CacheWrite> writes, PassedBy passedBy) {
        this.before = writes.stream().filter(CacheWrite::comesBefore).toList();
        this.after = writes.stream().filter(write -> !write.comesBefore()).toList();
        this.passedBy = passedBy;
    }

    @Override
    public @Nullable Decision decideNow(Call call) {
        return before.isEmpty() ? proceed(call) : null;
    }

    @Override
    public CompletionStage<Decision> decide(Call call) {
        return all(before, call, null).thenApply(done -> proceed(call));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        Call call = (Call) ticket;
        return all(after, call, call.returns().unwrap(value)).thenApply(done -> new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return CompletableFuture.completedFuture(new Reject(failure));
    }

    private Decision proceed(Call call) {
        return after.isEmpty() ? Proceed.FREELY : new Proceed(call);
    }

    private CompletionStage<Void> all(List<CacheWrite> writes, Call call, @Nullable Object result) {
        CompletableFuture<?>[] written = new CompletableFuture<?>[writes.size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = write(writes.get(i), call, result);
        }
        return CompletableFuture.allOf(written);
    }

    // The method has run, or will run, whether or not the change of the cache succeeds.
    private CompletableFuture<Void> write(CacheWrite write, Call call, @Nullable Object result) {
        CompletionStage<Void> written =
                passedBy.unlessFailed(write.namespace(), () -> make(write, call, result), CacheChange.NOTHING);
        return written.toCompletableFuture().exceptionally(failure -> {
            passedBy.failed(write.namespace(), Failures.unwrap(failure));
            return null;
        });
    }

    private static CompletionStage<Void> make(CacheWrite write, Call call, @Nullable Object result) {
        CacheChange change = write.change(call.invocation(), result);
        if (change == null) {
            return CacheChange.NOTHING;
        }
        CacheTransaction transaction = call.transaction();
        return transaction == null ? change.make() : transaction.change(change);
    }
}
