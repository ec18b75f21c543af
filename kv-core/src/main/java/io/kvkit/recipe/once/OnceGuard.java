package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
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
import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.near.DoneRecords;
import io.kvkit.store.KvException;
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
    private static final byte[] NOTHING = {};

    private final Claims claims;
    private final ClaimWait wait;
    private final RunningCalls running;
    private final Codec codec;
    private final Admission admission;
    private final OnceReport report;
    private final boolean immediate;
    private final @Nullable DoneRecords near;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    OnceGuard(
            Claims claims,
            Timer timer,
            KvListeners listeners,
            Codec codec,
            boolean immediate,
            @Nullable DoneRecords near) {
        this(claims, timer, new OnceReport(listeners), codec, immediate, near, new RunningCalls());
    }

    private OnceGuard(
            Claims claims,
            Timer timer,
            OnceReport report,
            Codec codec,
            boolean immediate,
            @Nullable DoneRecords near,
            RunningCalls running) {
        this.claims = claims;
        this.wait = new ClaimWait(claims, timer);
        this.report = report;
        this.codec = codec;
        this.running = running;
        this.admission = new Admission(new Tickets(claims, timer, codec, report), running, report);
        this.immediate = immediate;
        this.near = near;
    }

    /** Returns a guard that takes the same decisions by other steps on the same store. */
    OnceGuard by(Claims others, Timer other) {
        return new OnceGuard(others, other, report, codec, immediate, near, running);
    }

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        Decision known = known(call);
        if (known != null || !immediate) {
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
        Done done = near == null ? null : near.find(call.key(), call.fingerprint());
        return done == null ? null : admission.done(call, done.payload());
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        ClaimRequest request = request(call);
        return claim(call, request)
                .handle((reply, failure) -> failure == null
                        ? judge(call, request, reply)
                        : admission.unavailable(call, Failures.unwrap(failure)));
    }

    private CompletionStage<ClaimReply> claim(OnceCall call, ClaimRequest request) {
        long drops = near == null ? 0 : near.drops();
        CompletionStage<ClaimReply> claim = waits(call)
                ? wait.claim(call.key(), request, call.settings().lease(), () -> true)
                : claims.claim(call.key(), request);
        return near == null ? claim : claim.thenApply(reply -> kept(near, drops, call, reply));
    }

    private static ClaimReply kept(DoneRecords near, long drops, OnceCall call, ClaimReply reply) {
        if (reply instanceof Done done) {
            near.keep(call.key(), call.fingerprint(), done, drops);
        }
        return reply;
    }

    private static boolean waits(OnceCall call) {
        return call.settings().inProgress() == InProgress.WAIT;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        OnceTicket own = (OnceTicket) ticket;
        running.end(own);
        long drops = near == null ? 0 : near.drops();
        return own.succeeded(value, () -> completion(own.call(), value), done -> stored(own.call(), done, drops));
    }

    private void stored(OnceCall call, Completion done, long drops) {
        if (near != null) {
            near.keep(call.key(), call.fingerprint(), done, drops);
        }
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        OnceTicket own = (OnceTicket) ticket;
        running.end(own);
        return own.failed(failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        OnceTicket own = (OnceTicket) ticket;
        running.end(own);
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
                running.end((OnceTicket) ((Proceed) decision).ticket());
            }
        });
    }

    private Completion completion(OnceCall call, @Nullable Object value) {
        long retention = call.settings().ttl().toMillis();
        byte[] kept =
                call.duplicates() instanceof Duplicates.Replay replay ? encode(call, value, replay.format()) : NOTHING;
        return new Completion(kept, retention, retention, 0, call.fingerprint(), Completion.IfMissing.RECREATE);
    }

    // The work is done: a result that cannot be encoded must neither fail the call nor let it run again.
    private byte[] encode(OnceCall call, @Nullable Object value, ResultFormat format) {
        try {
            return StoredResult.of(value, format);
        } catch (Throwable e) {
            tell(call.key().namespace().name(), e);
            report.tell(Outcome.NOT_RETAINED, call.key());
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
