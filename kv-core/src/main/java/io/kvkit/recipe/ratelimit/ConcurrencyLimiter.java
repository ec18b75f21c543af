package io.kvkit.recipe.ratelimit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.permit.PermitReply;
import io.kvkit.permit.PermitRequest;
import io.kvkit.permit.Permits;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Limits how many calls with one key run at the same time, in all processes that share the store.
 *
 * <p>A call holds a permit for a lease, which is renewed while it runs. If its process dies, the permit is free when the
 * lease has ended. A permit that could not be renewed in time is lost: listeners are told, and the call goes on. Acquiring
 * and releasing take one round trip each. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Place place = new Place(new ConcurrencySettings("reports", 5, LEASE, OnStoreFailure.OPEN), key);
 * limiter.tryAcquire(place).thenAccept(acquired -> log.info("{}", acquired.result()));
 * }</pre>
 *
 * @since 0.1
 */
public final class ConcurrencyLimiter {

    private final Permits permits;
    private final @Nullable Permits alone;
    private final boolean immediate;
    private final KvListeners listeners;
    private final OutageLog outages =
            new OutageLog(LoggerFactory.getLogger(ConcurrencyLimiter.class), "concurrent calls");

    /**
     * Creates a limiter.
     *
     * @param store the store of the permits
     * @param local an embedded store of this JVM, where {@link OnStoreFailure#LOCAL} counts while the store fails; null
     *     if no call uses it
     * @param timer runs renewals, and releases in the background
     * @param listeners receive every decision, and lost permits
     */
    public ConcurrencyLimiter(KvStore store, @Nullable KvStore local, Timer timer, KvListeners listeners) {
        this.permits = new Permits(store, timer);
        this.immediate = Alone.isPossible(store);
        this.alone = local == null ? null : new Permits(local, timer);
        this.listeners = listeners;
    }

    /** Returns whether the store decides without I/O. */
    boolean isImmediate() {
        return immediate;
    }

    /**
     * Returns the guard that holds permits while a call runs. It rejects with {@link RateLimitExceededException}, or with
     * the store's {@link KvException} if a limit is {@link OnStoreFailure#CLOSED}.
     *
     * @param other decides about calls that have permits; if it does not let a call pass, the permits are released
     */
    public <C> CallGuard<ConcurrentCall<C>> guard(CallGuard<C> other) {
        return new ConcurrencyGuard<>(this, other);
    }

    /** Returns the guard of calls that no other guard decides about. */
    public CallGuard<ConcurrentCall<Void>> guard() {
        return new ConcurrencyGuard<>(this, null);
    }

    /**
     * Acquires a permit, unless all are held.
     *
     * <p>The stage fails with the store's {@link KvException} if the limit is {@link OnStoreFailure#CLOSED}, or if the
     * local store fails as well.
     */
    public CompletionStage<Acquired> tryAcquire(Place place) {
        if (alone == null && place.settings().onStoreFailure() == OnStoreFailure.LOCAL) {
            throw new IllegalArgumentException("This limiter has no local store, so limits must be OPEN or CLOSED");
        }
        PermitRequest request = place.settings().request();
        return permits.acquire(place.key(), request)
                .handle((reply, failure) -> failure == null
                        ? acquired(permits, place, request, reply, DecidedBy.STORE)
                        : withoutStore(place, Failures.unwrap(failure)));
    }

    /** Returns what {@link #tryAcquire} would decide, and acquires nothing. The stage fails if the store fails. */
    public CompletionStage<RateLimitResult> peek(Place place) {
        return permits.peek(place.key(), place.settings().limit())
                .thenApply(reply -> Acquired.result(place.settings(), reply, DecidedBy.STORE));
    }

    private Acquired acquired(
            Permits from, Place place, PermitRequest request, PermitReply reply, DecidedBy decidedBy) {
        tell(place, reply.done() ? Outcome.ALLOWED : Outcome.REFUSED, decidedBy);
        RateLimitResult result = Acquired.result(place.settings(), reply, decidedBy);
        return reply.done()
                ? new Acquired(
                        result, Permit.held(from, place.key(), request, () -> tell(place, Outcome.LOST, decidedBy)))
                : new Acquired(result, null);
    }

    private Acquired withoutStore(Place place, Throwable failure) {
        OnStoreFailure onStoreFailure = place.settings().onStoreFailure();
        if (failure instanceof KvException && onStoreFailure != OnStoreFailure.CLOSED) {
            outages.tell(onStoreFailure, failure, permits.store().nowMicros(place.key()));
            if (onStoreFailure == OnStoreFailure.OPEN) {
                return unlimited(place);
            }
            Acquired local = alone == null ? null : alone(alone, place);
            if (local != null) {
                return local;
            }
        }
        throw Failures.<RuntimeException>sneaky(failure);
    }

    private Acquired unlimited(Place place) {
        tell(place, Outcome.ALLOWED, DecidedBy.NOBODY);
        return new Acquired(RateLimitResult.unlimited(), Permit.ofNothing());
    }

    private @Nullable Acquired alone(Permits local, Place place) {
        PermitRequest request = place.settings().request();
        try {
            PermitReply reply = Failures.join(local.acquire(place.key(), request));
            return acquired(local, place, request, reply, DecidedBy.LOCAL);
        } catch (KvException failure) {
            return null;
        }
    }

    private void tell(Place place, Outcome outcome, DecidedBy decidedBy) {
        if (!listeners.isEmpty()) {
            listeners.tell(
                    new RateLimitEvent(place.key().namespace(), place.settings().name(), outcome, decidedBy));
        }
    }
}
