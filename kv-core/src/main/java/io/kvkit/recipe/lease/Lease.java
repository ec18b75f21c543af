package io.kvkit.recipe.lease;

import io.kvkit.claim.FailReply;
import io.kvkit.claim.HeldClaim;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A right that this process holds until it closes the lease, loses it, or dies.
 *
 * <p>A process that was stopped for longer than the lease still believes for a moment that it holds it. Where that
 * matters, hand {@link #fence()} to the guarded system and let it refuse lower numbers.
 */
public final class Lease implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    private final HeldClaim claim;
    private final long fence;
    private final CompletableFuture<Void> lost;
    private final AtomicReference<@Nullable CompletionStage<Boolean>> released = new AtomicReference<>();

    Lease(HeldClaim claim, long fence, CompletableFuture<Void> lost) {
        this.claim = claim;
        this.fence = fence;
        this.lost = lost;
    }

    /**
     * A number that is higher than that of every earlier holder: while the store has the record of this lease whatever
     * its clock does, and afterwards unless that clock was set back.
     */
    public long fence() {
        return fence;
    }

    /** Whether the lease is open and not known to be lost. */
    public boolean isHeld() {
        return released.get() == null && !claim.lost();
    }

    /** Ends when the lease is lost; it must not be completed. A lease that is closed in time never ends it. */
    public CompletionStage<Void> lost() {
        return lost;
    }

    /**
     * Gives the lease up, once; true when it was still held. If the store fails, so does the stage, and the release
     * goes on in the background for one lease.
     */
    public CompletionStage<Boolean> release() {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        CompletionStage<Boolean> earlier = released.compareAndExchange(null, result);
        if (earlier != null) {
            return earlier;
        }
        claim.release().whenComplete((reply, failure) -> {
            if (failure == null) {
                result.complete(reply == FailReply.RELEASED);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Gives the lease up. A failure of the store is logged: the lease then ends by itself. */
    @Override
    public void close() {
        release()
                .toCompletableFuture()
                .handle((held, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "A lease could not be released and ends when its duration has passed: {}",
                                failure.toString());
                    }
                    return null;
                })
                .join();
    }
}
