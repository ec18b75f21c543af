package io.kvkit.spring.cached;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.cache.Mark;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets every call through and changes caches before the call or after it has returned. */
final class CacheWriteGuard implements CallGuard<CacheWriteGuard.Call> {

    /**
     * One call.
     *
     * @param around the transaction around the call, after whose commit caches are changed; null if there is none
     */
    record Call(
            Invocation invocation,
            ReturnShape returns,
            @Nullable AroundChange around) {}

    /**
     * A call that is let through.
     *
     * @param marks what was stored before, for each of the writes after the call; null where nothing was marked
     */
    private record Begun(Call call, @Nullable Mark[] marks) implements Ticket {}

    private final List<CacheWrite> before;
    private final List<CacheWrite> after;
    private final boolean needsMarks;
    private final PassedBy passedBy;

    CacheWriteGuard(List<CacheWrite> writes, PassedBy passedBy) {
        this.before = writes.stream().filter(CacheWrite::comesBefore).toList();
        this.after = writes.stream().filter(write -> !write.comesBefore()).toList();
        this.needsMarks = after.stream().anyMatch(CacheWrite::needsMark);
        this.passedBy = passedBy;
    }

    @Override
    public @Nullable Decision decideNow(Call call) {
        return before.isEmpty() && !needsMarks ? proceed(call, unmarked()) : null;
    }

    @Override
    public CompletionStage<Decision> decide(Call call) {
        @Nullable Mark[] marks = unmarked();
        return all(before, call, marks, null)
                .thenCompose(done -> mark(call, marks))
                .thenApply(done -> proceed(call, marks));
    }

    private @Nullable Mark[] unmarked() {
        return new Mark[Math.max(before.size(), after.size())];
    }

    private CompletionStage<Void> mark(Call call, @Nullable Mark[] marks) {
        CompletableFuture<?>[] marked = new CompletableFuture<?>[after.size()];
        for (int i = 0; i < marked.length; i++) {
            int at = i;
            CacheWrite write = after.get(i);
            marked[i] = Failures.caught(() -> write.mark(call.invocation()))
                    .handle((mark, failure) -> marks[at] = mark)
                    .toCompletableFuture();
        }
        return CompletableFuture.allOf(marked);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        Begun begun = (Begun) ticket;
        Call call = begun.call();
        return all(after, call, begun.marks(), call.returns().unwrap(value)).thenApply(done -> new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return CompletableFuture.completedFuture(new Reject(failure));
    }

    private Decision proceed(Call call, @Nullable Mark[] marks) {
        return after.isEmpty() ? Proceed.FREELY : new Proceed(new Begun(call, marks));
    }

    private CompletionStage<Void> all(
            List<CacheWrite> writes, Call call, @Nullable Mark[] marks, @Nullable Object result) {
        CompletableFuture<?>[] written = new CompletableFuture<?>[writes.size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = write(writes.get(i), call, marks[i], result);
        }
        return CompletableFuture.allOf(written);
    }

    // The method has run, or will run, whether or not the change of the cache succeeds.
    private CompletableFuture<Void> write(CacheWrite write, Call call, @Nullable Mark mark, @Nullable Object result) {
        CompletionStage<Void> written =
                passedBy.unlessFailed(write.namespace(), () -> make(write, call, mark, result), CacheChange.NOTHING);
        return written.toCompletableFuture().exceptionally(failure -> {
            passedBy.failed(write.namespace(), Failures.unwrap(failure));
            return null;
        });
    }

    private static CompletionStage<Void> make(
            CacheWrite write, Call call, @Nullable Mark mark, @Nullable Object result) {
        List<CacheChange> changes = write.changes(call.invocation(), result, mark);
        AroundChange around = call.around();
        return around == null ? CacheChange.makeAll(changes) : around.changeAll(changes);
    }
}
