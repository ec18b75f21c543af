package io.kvkit.recipe.once;

import static io.kvkit.recipe.once.DedupeObserver.Outcome;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimWait;
import io.kvkit.claim.ClaimedCall;
import io.kvkit.claim.ClaimedCall.End;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one delivery of an event through at a time, and none after one has succeeded. */
final class DedupeGuard implements CallGuard<DedupeCall> {

    private static final Logger log = LoggerFactory.getLogger(Deduplicator.class);
    private static final byte[] NOTHING = {};

    private final Claims claims;
    private final ClaimWait wait;
    private final DedupeAdmission admission;
    private final DedupeObserver observer;
    private final boolean immediate;

    DedupeGuard(Claims claims, Timer timer, DedupeAdmission admission, DedupeObserver observer, boolean immediate) {
        this.claims = claims;
        this.wait = new ClaimWait(claims, timer);
        this.admission = admission;
        this.observer = observer;
        this.immediate = immediate;
    }

    @Override
    public @Nullable Decision decideNow(DedupeCall call) {
        if (!immediate) {
            return null;
        }
        ClaimRequest request = request(call);
        try {
            ClaimReply reply = claims.claimNow(call.key(), request);
            boolean waits = reply instanceof ClaimReply.Busy && call.inProgress() == DedupeCall.InProgress.WAIT;
            return reply == null || waits ? null : admission.judge(call, request, reply);
        } catch (KvException e) {
            return admission.unavailable(call, e);
        }
    }

    @Override
    public CompletionStage<Decision> decide(DedupeCall call) {
        ClaimRequest request = request(call);
        Duration atMost = call.inProgress() == DedupeCall.InProgress.WAIT ? call.lease() : Duration.ZERO;
        return wait.claim(call.key(), request, atMost, () -> true)
                .handle((reply, failure) -> failure == null
                        ? judge(call, request, reply)
                        : admission.unavailable(call, Failures.unwrap(failure)));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        DedupeTicket own = (DedupeTicket) ticket;
        long retention = Ttl.of(own.call().retention()).millis();
        Completion done = new Completion(NOTHING, retention, retention, 0, null, Completion.IfMissing.RECREATE);
        return claimed(own).succeeded(value, done);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return claimed((DedupeTicket) ticket).failed(failure);
    }

    private ClaimedCall claimed(DedupeTicket ticket) {
        Key key = ticket.call().key();
        return new ClaimedCall(ticket.held(), (end, failure) -> ended(key, end, failure));
    }

    private static ClaimRequest request(DedupeCall call) {
        return ClaimRequest.create(null, call.lease(), call.retention());
    }

    // The user's code gives the result of a duplicate.
    private Decision judge(DedupeCall call, ClaimRequest request, ClaimReply reply) {
        return reply instanceof ClaimReply.Done
                ? new Unfinished(() -> CompletableFuture.completedFuture(admission.judge(call, request, reply)))
                : admission.judge(call, request, reply);
    }

    private void ended(Key key, End end, @Nullable Throwable failure) {
        if (end == End.STALE) {
            log.warn("A consumer outlived its lease and another delivery took its event");
        } else if (end == End.COMPLETION_LOST) {
            log.error("An event was processed, but that could not be stored: it may be processed again", failure);
        }
        observer.observed(outcome(end), key);
    }

    private static Outcome outcome(End end) {
        return switch (end) {
            case COMPLETED -> Outcome.COMPLETED;
            case RELEASED -> Outcome.RELEASED;
            case STALE -> Outcome.STALE;
            case COMPLETION_LOST -> Outcome.COMPLETION_LOST;
        };
    }
}
