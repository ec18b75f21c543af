package io.kvkit.recipe.once.batch;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.recipe.once.batch.BatchForm.Failed;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The ticket of one call that does the work of several items. */
final class BatchTicket implements Ticket {

    private final Progress progress;
    private final List<Part> own;
    private final int end;
    private final @Nullable Throwable refusal;
    private final Set<Ticket> parts = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Creates a ticket.
     *
     * @param own the items of the call
     * @param end the position of the first item that was refused
     * @param refusal why it was; null if none was
     */
    BatchTicket(Progress progress, List<Part> own, int end, @Nullable Throwable refusal) {
        this.progress = progress;
        this.own = own;
        this.end = end;
        this.refusal = refusal;
        own.forEach(part -> parts.add(part.ticket()));
        parts.remove(Ticket.NONE);
    }

    @Override
    public Collection<Ticket> parts() {
        return parts;
    }

    @Override
    public boolean includes(Ticket other) {
        return other == this || parts.contains(other);
    }

    CompletionStage<Decision> succeeded(@Nullable Object value) {
        Decision decision =
                refusal == null ? new Answer(value) : new Reject(progress.form().upTo(end, refusal));
        return progress.go(own, Part::succeeded).thenApply(done -> decision);
    }

    CompletionStage<Decision> failed(Throwable failure) {
        List<Integer> positions = own.stream().map(Part::position).toList();
        Failed failed = progress.form().failed(failure, positions);
        return failed == null ? allFailed(failure) : failedAt(failed);
    }

    private CompletionStage<Decision> failedAt(Failed failed) {
        Decision decision = new Reject(progress.form().upTo(failed.position(), failed.cause()));
        return progress.go(own, part -> ended(part, failed)).thenApply(done -> decision);
    }

    private static CompletionStage<?> ended(Part part, Failed failed) {
        if (part.position() < failed.position()) {
            return part.succeeded();
        }
        return part.position() == failed.position() ? part.failed(failed.cause()) : part.abandoned(failed.cause());
    }

    // A caller that gets another failure may skip the whole batch in the end, although its items were given back.
    private CompletionStage<Decision> allFailed(Throwable failure) {
        boolean counts = own.size() == 1 || failure instanceof OutcomeUnknownException;
        Decision decision = new Reject(
                failure instanceof Error
                        ? failure
                        : progress.form().upTo(own.get(0).position(), failure));
        return progress.go(own, part -> counts ? part.failed(failure) : part.abandoned(failure))
                .thenApply(done -> decision);
    }

    CompletionStage<Decision> abandoned(Throwable reason) {
        return progress.go(own, part -> part.abandoned(reason)).thenApply(done -> new Reject(reason));
    }
}
