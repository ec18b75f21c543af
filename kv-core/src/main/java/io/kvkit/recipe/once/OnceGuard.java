package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.LeavableDecision;
import io.kvkit.call.Ticket;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ClaimWait;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Token;
import io.kvkit.codec.CodecException;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.waiting.Waiter;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one call per key through at a time. After one has succeeded, answers the others from its record. */
final class OnceGuard implements CallGuard<OnceCall> {

    private static final Logger log = LoggerFactory.getLogger(Once.class);

    private final Claims claims;
    private final OnceParts parts;
    private final Waiting waiting;
    private final Admission admission;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    OnceGuard(Claims claims, Timer timer, OnceParts parts) {
        this(claims, timer, parts, parts.waits()::claim);
    }

    private OnceGuard(Claims claims, Timer timer, OnceParts parts, Waiting waiting) {
        this.claims = claims;
        this.parts = parts;
        this.waiting = waiting;
        Tickets tickets = new Tickets(claims, timer, parts.codec(), parts.report(), parts.waits());
        this.admission = new Admission(tickets, parts.running(), parts.report());
    }

    /**
     * Returns a guard that takes the same decisions by other steps on the same store. Its calls wait each for itself, so
     * that what they ask of the store is asked together.
     */
    OnceGuard by(Claims others, Timer other) {
        ClaimWait each = new ClaimWait(others, other);
        Waiting alone = (key, request, atMost) -> each.claim(key, request, atMost, () -> true);
        return new OnceGuard(others, other, parts, alone);
    }

    /** Claims a key, and waits as long as it is busy. */
    private interface Waiting {

        CompletionStage<ClaimReply> claim(Key key, ClaimRequest request, Duration atMost);
    }

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        Decision known = known(call);
        if (known != null || !parts.immediate()) {
            return known;
        }
        ClaimRequest request = request(call);
        try {
            ClaimReply reply = claims.claimNow(call.key(), request);
            boolean waits = reply instanceof ClaimReply.Busy && waits(call);
            return reply == null || waits ? null : decided(call, request, reply);
        } catch (KvException e) {
            return admission.unavailable(call, e);
        }
    }

    private @Nullable Decision known(OnceCall call) {
        Done done = parts.near().find(call.key(), call.fingerprint());
        return done == null ? null : admission.done(call, done.payload());
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        ClaimRequest request = request(call);
        long drops = parts.near().drops();
        CompletionStage<ClaimReply> claim = claim(call, request);
        CompletionStage<Decision> decision = claim.handle((reply, failure) -> failure == null
                ? judge(call, request, kept(call, reply, drops))
                : admission.unavailable(call, Failures.unwrap(failure)));
        return claim instanceof Waiter waiter ? new LeavableDecision(waiter::leave, decision) : decision;
    }

    private ClaimReply kept(OnceCall call, ClaimReply reply, long drops) {
        if (reply instanceof Done done) {
            parts.near().keep(call.key(), call.fingerprint(), done, drops);
        }
        return reply;
    }

    private CompletionStage<ClaimReply> claim(OnceCall call, ClaimRequest request) {
        return waits(call)
                ? waiting.claim(call.key(), request, call.settings().lease())
                : claims.claim(call.key(), request);
    }

    private static boolean waits(OnceCall call) {
        return call.settings().inProgress() == InProgress.WAIT;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        OnceTicket own = (OnceTicket) ticket;
        parts.running().end(own);
        OnceCall call = own.call();
        long drops = parts.near().drops();
        return own.succeeded(
                value,
                () -> completion(call, value),
                done -> parts.near().keep(call.key(), call.fingerprint(), done, drops));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        OnceTicket own = (OnceTicket) ticket;
        parts.running().end(own);
        return own.failed(failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        OnceTicket own = (OnceTicket) ticket;
        parts.running().end(own);
        return own.untried(reason);
    }

    /** Returns the request of a call. Who can ask what became of an abandoned call takes it over. */
    static ClaimRequest request(OnceCall call) {
        OnceSettings settings = call.settings();
        return new ClaimRequest(
                Token.random(),
                call.fingerprint(),
                settings.lease().toMillis(),
                settings.ttl().toMillis(),
                Mode.CREATE,
                Foreign.REFUSE,
                settings.maxAttempts(),
                call.takeover() == null ? settings.onAbandoned() : OnAbandoned.RETRY,
                0);
    }

    // User code decodes the stored result, or supplies the result of a duplicate or of a parked event.
    private Decision judge(OnceCall call, ClaimRequest request, ClaimReply reply) {
        return reply instanceof Done || reply instanceof ClaimReply.Parked
                ? new Unfinished(() -> CompletableFuture.completedFuture(admission.judge(call, request, reply)))
                : decided(call, request, reply);
    }

    // A claim that was taken over is renewed only once its reconciler is asked: if nobody does, its lease ends.
    private Decision decided(OnceCall call, ClaimRequest request, ClaimReply reply) {
        Takeover takeover = call.takeover();
        return takeover != null && reply instanceof Claimed claimed && claimed.how() == How.TAKEOVER
                ? new Unfinished(() -> kept(call, request)
                        .thenApply(refusal -> refusal != null
                                ? refusal
                                : new Unfinished(() -> asked(admission.judge(call, request, reply), takeover))))
                : admission.judge(call, request, reply);
    }

    // The rest of a decision may begin after the lease, when another call has taken over in turn and asks.
    private CompletionStage<@Nullable Decision> kept(OnceCall call, ClaimRequest request) {
        return claims.renew(call.key(), request.token(), request.leaseMillis(), request.retentionMillis())
                .handle((kept, failure) -> failure != null
                        ? admission.refused(call, Failures.unwrap(failure))
                        : kept ? null : admission.inProgress(call, Admission.UNKNOWN_RETRY_AFTER));
    }

    private CompletionStage<Decision> asked(Decision decision, Takeover takeover) {
        return Inquiry.about((Proceed) decision, takeover).whenComplete((found, failure) -> {
            if (!(found instanceof Proceed) && Reconciled.in(found) == null) {
                parts.running().end((OnceTicket) ((Proceed) decision).ticket());
            }
        });
    }

    private Completion completion(OnceCall call, @Nullable Object value) {
        long retention = call.settings().ttl().toMillis();
        return new Completion(
                encode(call, value), retention, retention, 0, call.fingerprint(), Completion.IfMissing.RECREATE);
    }

    // The work is done: a result that cannot be encoded must neither fail the call nor let it run again.
    private byte[] encode(OnceCall call, @Nullable Object value) {
        try {
            return StoredResult.of(call, value);
        } catch (Throwable e) {
            tell(call.key().namespace().name(), e);
            parts.report().tell(Outcome.NOT_RETAINED, call.key());
            return StoredResult.notRetained();
        }
    }

    // Logged once, because the next results of the operation will not be better. Only the messages of a codec are known
    // not to contain values.
    private void tell(String operation, Throwable failure) {
        String reason = failure instanceof CodecException
                ? failure.getMessage()
                : failure.getClass().getName();
        if (told.add(operation + " " + reason)) {
            log.warn("Results of operation {} are not retained: {}", operation, reason);
        }
    }
}
