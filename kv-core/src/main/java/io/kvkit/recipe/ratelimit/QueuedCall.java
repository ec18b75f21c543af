package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.call.Wait;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that waits for permits; completed with its decision. */
final class QueuedCall extends CompletableFuture<Decision> implements Wait {

    private final CallQueues queues;
    private final long order;
    private final long sinceMicros;
    private final long returns;

    // Changed by its queues only.
    private volatile RateLimitCall call;

    // The rest is guarded by the queues. Null while the call is in no queue.
    @Nullable
    CallQueue queue;

    @Nullable
    Scheduled expiry;

    volatile boolean left;

    /**
     * Creates a call.
     *
     * @param order the place of the call among all calls
     * @param sinceMicros when it came
     * @param returns how often permits had been given back by then
     */
    QueuedCall(CallQueues queues, RateLimitCall call, long order, long sinceMicros, long returns) {
        this.queues = queues;
        this.call = call;
        this.order = order;
        this.sinceMicros = sinceMicros;
        this.returns = returns;
    }

    RateLimitCall call() {
        return call;
    }

    /** Returns whether limits of the call have changed. */
    @SuppressWarnings("ReferenceEquality") // a revision returns the call itself if nothing has changed
    boolean isOutdated() {
        RateLimitCall known = call;
        return known.revised() != known;
    }

    void become(RateLimitCall revised) {
        call = revised;
    }

    long order() {
        return order;
    }

    long returns() {
        return returns;
    }

    /** Returns for how many microseconds the call can still wait for a charge. */
    long patience(Charge charge, long nowMicros) {
        return sinceMicros + charge.terms().waiting().maxWaitMicros() - nowMicros;
    }

    /** Returns whether the call can wait for a charge that was refused. */
    boolean waitsFor(Charge charge, RateLimitResult refusal, long nowMicros) {
        return Refusals.micros(refusal) <= patience(charge, nowMicros);
    }

    void forgetExpiry() {
        if (expiry != null) {
            expiry.cancel();
        }
    }

    void fail(Throwable cause) {
        if (cause instanceof KvException) {
            complete(new Decision.Reject(cause));
        } else {
            completeExceptionally(cause);
        }
    }

    @Override
    public void leave() {
        queues.leave(this);
    }
}
