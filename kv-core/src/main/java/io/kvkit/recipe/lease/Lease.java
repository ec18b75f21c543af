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
 * A lease that this process holds until it closes the lease, loses it, or dies.
 *
 * <p>A process that was suspended for longer than the lease still believes for a moment that it holds the lease. If
 * that matters, pass {@link #fence()} to the protected system, which then rejects lower numbers. Instances are safe for
 * use by several threads.
 *
 * <p>See {@link Leases} for an example.
 *
 * @since 0.1
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
     * Returns a number that is higher than that of every earlier holder. This holds as long as the store has the record
     * of the lease; after that, it holds unless the clock of the store was set back.
     */
    public long fence() {
        return fence;
    }

    /** Returns whether the lease is open and not known to be lost. */
    public boolean isHeld() {
        return released.get() == null && !claim.lost();
    }

    /**
     * Returns a stage that completes when the lease is lost. If the lease is closed in time, the stage never completes.
     * Callers must not complete it.
     */
    public CompletionStage<Void> lost() {
        return lost;
    }

    /**
     * Releases the lease, once; the result says whether it was still held. If the store fails, the stage fails with a
     * {@code KvException} and the release is repeated in the background for the duration of the lease.
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

    /** Releases the lease. A failure of the store is logged; the lease then ends when its duration has passed. */
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
