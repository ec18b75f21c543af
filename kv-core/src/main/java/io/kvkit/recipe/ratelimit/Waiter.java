package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.MeterReply;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A charge that waits for the call under way on its key; completed with its own reply. */
final class Waiter extends CompletableFuture<MeterReply> {

    private final Charge charge;
    private final long sinceNanos;

    // The one that came next. Guarded by the turnstile until it is sent.
    @Nullable
    Waiter next;

    Waiter(Charge charge, long sinceNanos) {
        this.charge = charge;
        this.sinceNanos = sinceNanos;
    }

    Charge charge() {
        return charge;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Ends it with its share of the reply to a call that took the permits of several, of which it was one. */
    void end(@Nullable MeterReply reply, @Nullable Throwable failure, long place) {
        if (reply == null) {
            completeExceptionally(failure == null ? new IllegalStateException("The store gave no reply") : failure);
            return;
        }
        try {
            complete(charge.meter().single(reply, charge.cost(), place));
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    /** Returns the failure of a waiter that has no time left. */
    KvException late() {
        String reason = "the call before it on the same key was not answered in time";
        return new KvException(Kind.TIMEOUT, Outcome.NOT_APPLIED, "meter", charge.key(), reason, null);
    }
}
