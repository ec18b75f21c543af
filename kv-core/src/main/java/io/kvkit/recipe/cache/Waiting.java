package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Nesting;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.Token;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a call wait for the computation of another call, until it takes the result or has waited too long. */
final class Waiting {

    private static final Duration LONGEST_NESTED = Duration.ofSeconds(1);

    private final CacheParts parts;
    private final CacheCall call;
    private final Key key;
    private final @Nullable Nesting nesting;
    private final Attempt attempt;
    private final Patience patience;
    private final long deadlineMicros;
    private volatile boolean tired;

    Waiting(CacheParts parts, CacheCall call, @Nullable Nesting nesting, Attempt attempt, Patience patience) {
        this.parts = parts;
        this.call = call;
        this.key = call.key();
        this.nesting = nesting;
        this.attempt = attempt;
        this.patience = patience;
        this.deadlineMicros = patience.begunMicros() + call.settings().loading().maxWaitMillis() * 1_000;
    }

    /**
     * Waits for the computation that holds the claim, unless it has taken too long already.
     *
     * @param sight how the call came to know of it
     */
    CompletionStage<Decision> forClaim(Token token, Sight sight) {
        Flight flight = parts.flights().seen(parts, call, token, sight);
        attempt.knows(flight);
        if (isOwn(flight)) {
            return freely();
        }
        return tired || flight.overdue() ? relieve(flight) : forFlight(flight, this::land, () -> lastLook(flight));
    }

    /** Returns whether the call would wait for itself. */
    boolean isOwn(Flight flight) {
        return flight.isOneOf(nesting);
    }

    /** Waits for the end of a flight, for at most the maximum wait of the call. */
    CompletionStage<Decision> forFlight(
            Flight flight,
            Function<End, CompletionStage<Decision>> ended,
            Supplier<CompletionStage<Decision>> tooLong) {
        return wait(flight, flight.end(), longest(flight), ended, tooLong);
    }

    /** Waits for a computation whose token the call has not seen. */
    CompletionStage<Decision> forCrowd(Crowd crowd, Function<End, CompletionStage<Decision>> ended) {
        Flight flight = crowd.flight();
        return wait(flight, crowd.end(), longest(flight), ended, () -> lastLook(flight));
    }

    private CompletionStage<Decision> wait(
            Flight flight,
            CompletionStage<End> end,
            Duration atMost,
            Function<End, CompletionStage<Decision>> ended,
            Supplier<CompletionStage<Decision>> tooLong) {
        return leftOrMade(() -> waited(flight, end, atMost, ended, tooLong));
    }

    /** Waits at once, or leaves the wait to who decides about several calls together. */
    CompletionStage<Decision> leftOrMade(Supplier<CompletionStage<Decision>> wait) {
        return parts.leavesWaits() ? CompletableFuture.completedFuture(new Unfinished(wait, true)) : wait.get();
    }

    // A call that would wait for a load that waits for this call computes for itself.
    private CompletionStage<Decision> waited(
            Flight flight,
            CompletionStage<End> end,
            Duration atMost,
            Function<End, CompletionStage<Decision>> ended,
            Supplier<CompletionStage<Decision>> tooLong) {
        if (!parts.crossings().enter(nesting, flight)) {
            return freely();
        }
        CompletableFuture<Supplier<CompletionStage<Decision>>> next = new CompletableFuture<>();
        Scheduled late = parts.timer().after(atMost, () -> next.complete(tooLong));
        patience.until(next, attempt::look, this::joined)
                .thenAccept(decision -> next.complete(() -> tooLate(decision)));
        end.thenAccept(how -> next.complete(() -> ended.apply(how)));
        return next.thenCompose(chosen -> {
            late.cancel();
            parts.crossings().leave(nesting, flight);
            return parts.leavesWaits() ? Unfinished.later(chosen) : chosen.get();
        });
    }

    private CompletionStage<Decision> tooLate(Decision decision) {
        if (decision instanceof Reject) {
            joined();
        }
        return CompletableFuture.completedFuture(decision);
    }

    private void joined() {
        parts.tell(call, Outcome.JOINED);
    }

    // A computation of another process may wait for one of the loads that this call is a part of, which nobody can see.
    private Duration longest(Flight flight) {
        long left = deadlineMicros - parts.store().nowMicros(key);
        long most = call.settings().loading().maxWaitMillis() * 1_000;
        if (nesting != null && flight.isElsewhere()) {
            most = Math.min(most, LONGEST_NESTED.toMillis() * 1_000);
        }
        return Duration.ofNanos(Math.min(most, Math.max(0, left)) * 1_000);
    }

    // The lease and the maximum wait often end together, and then the claim is free.
    private CompletionStage<Decision> lastLook(Flight flight) {
        tired = true;
        if (nesting == null || !flight.isElsewhere()) {
            flight.setOverdue();
        }
        return parts.get(key)
                .handle((bytes, failure) -> failure == null ? attempt.read(bytes, null) : relieve(flight))
                .thenCompose(Function.identity());
    }

    // One of the calls that waited too long computes for all of them; the others wait as long again.
    private CompletionStage<Decision> relieve(Flight flight) {
        CacheTicket ticket = new CacheTicket.Relief(call, attempt.stamp(), flight);
        CompletionStage<End> end = flight.relieve(ticket);
        if (end != null) {
            Duration again = Duration.ofMillis(call.settings().loading().maxWaitMillis());
            return wait(flight, end, again, this::land, this::freely);
        }
        parts.tell(call, Outcome.BYPASS);
        return CompletableFuture.completedFuture(patience.proceed(ticket));
    }

    /** Takes the result of a flight, or reads again. */
    CompletionStage<Decision> land(End end) {
        if (end instanceof End.Gone || isTooOld(end)) {
            return attempt.look();
        }
        if (end instanceof End.Landed landed) {
            return Unfinished.later(() -> taken(parts.results().decoded(call, landed.payload(), 0)));
        }
        if (end instanceof End.Stale stale) {
            joined();
            return Unfinished.later(() -> CompletableFuture.completedFuture(
                    Fallback.orFailure(parts, call, stale.payload(), stale.failure())));
        }
        if (end instanceof End.Shared shared) {
            return taken(new Answer(call.codec().delivered(shared.result())));
        }
        joined();
        return CompletableFuture.completedFuture(new Reject(((End.Failed) end).failure()));
    }

    // The result may have a tag that was invalidated between the start of its computation and that of this call.
    private boolean isTooOld(End end) {
        return call.settings().tagged() && end.stamp() < attempt.stamp();
    }

    private CompletionStage<Decision> taken(@Nullable Answer answer) {
        if (answer == null || !takes(answer)) {
            return attempt.look();
        }
        joined();
        return CompletableFuture.completedFuture(answer);
    }

    // A method that cannot return null does not take that of another one.
    private boolean takes(Answer answer) {
        return call.codec().takesNull() || !ResultCodec.isAbsent(answer.value());
    }

    /** Computes without a claim, for this call alone. */
    CompletionStage<Decision> freely() {
        parts.tell(call, Outcome.BYPASS);
        return CompletableFuture.completedFuture(patience.freely());
    }
}
