package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.recipe.cache.near.NearRead;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a call that begins with a read of the store. Most calls find their answer, so what the thread of the
 * store does for such a call is short, and all of it is this object.
 */
final class Reading extends CompletableFuture<Decision> implements BiConsumer<byte @Nullable [], @Nullable Throwable> {

    private final Attempt attempt;
    private final Entrance entrance;
    private final @Nullable NearRead begun;

    /**
     * Creates the decision of an attempt.
     *
     * @param entrance opened when there is a decision
     * @param begun the read; null if the near cache does not keep its result
     */
    Reading(Attempt attempt, Entrance entrance, @Nullable NearRead begun) {
        this.attempt = attempt;
        this.entrance = entrance;
        this.begun = begun;
    }

    /** Decides when a read has ended. */
    Reading of(CompletionStage<byte @Nullable []> read) {
        read.whenComplete(this);
        return this;
    }

    @Override
    public void accept(byte @Nullable [] bytes, @Nullable Throwable failure) {
        try {
            Decision answer = failure == null && bytes != null ? attempt.answerNow(bytes, begun) : null;
            if (answer == null) {
                next(bytes, failure).whenComplete(this::end);
            } else {
                end(answer, null);
            }
        } catch (Throwable defect) {
            end(null, defect);
        }
    }

    private CompletionStage<Decision> next(byte @Nullable [] bytes, @Nullable Throwable failure) {
        return failure == null ? attempt.read(bytes, begun) : attempt.unread(Failures.unwrap(failure));
    }

    private void end(@Nullable Decision decision, @Nullable Throwable failure) {
        entrance.open();
        if (failure == null) {
            complete(decision);
        } else {
            completeExceptionally(failure);
        }
    }
}
