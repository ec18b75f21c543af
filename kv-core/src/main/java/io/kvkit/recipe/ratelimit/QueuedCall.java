package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.LogThrottle;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.call.Wait;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that waits for permits; completed with its decision. */
final class QueuedCall extends CompletableFuture<Decision> implements Wait {

    private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);
    private static final LogThrottle unread = new LogThrottle();

    private final CallQueues queues;
    private final long order;
    private final long sinceMicros;
    private volatile long returns;

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
     */
    QueuedCall(CallQueues queues, RateLimitCall call, long order, long sinceMicros) {
        this.queues = queues;
        this.call = call;
        this.order = order;
        this.sinceMicros = sinceMicros;
        this.returns = queues.returns(call);
    }

    RateLimitCall call() {
        return call;
    }

    /**
     * Returns the call by the limits as they are now: itself if they are the same or cannot be read, and null if none
     * applies any more.
     */
    @Nullable
    RateLimitCall revised() {
        RateLimitCall known = call;
        try {
            return known.revised();
        } catch (Throwable e) {
            // The calls before and behind it go on.
            warn(e);
            return known;
        }
    }

    private static void warn(Throwable failure) {
        if (unread.allows(TimeUnit.NANOSECONDS.toMicros(System.nanoTime()))) {
            log.warn(
                    "A call goes on waiting by its old limits, because their change cannot be read; further failures"
                            + " within ten seconds are not logged",
                    failure);
        }
    }

    /** Returns whether limits of the call have changed. */
    @SuppressWarnings("ReferenceEquality") // a revision returns the call itself if nothing has changed
    boolean isOutdated() {
        return revised() != call;
    }

    void become(RateLimitCall revised) {
        call = revised;
        asks();
    }

    long order() {
        return order;
    }

    /** Notes that the store is about to be asked for the call. */
    void asks() {
        returns = queues.returns(call);
    }

    /** Returns how often permits of its keys had been given back before the store was asked for it. */
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
