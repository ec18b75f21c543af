package io.kvkit.cache;

import io.kvkit.cache.Flight.End;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.Token;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one call waits for the computation of another, takes its result, or loses patience. */
final class Waiting {

    private final CacheParts parts;
    private final CacheCall call;
    private final Key key;
    private final @Nullable Nesting nesting;
    private final Attempt attempt;
    private final long deadlineMicros;

    Waiting(CacheParts parts, CacheCall call, @Nullable Nesting nesting, Attempt attempt) {
        this.parts = parts;
        this.call = call;
        this.key = call.key();
        this.nesting = nesting;
        this.attempt = attempt;
        this.deadlineMicros = parts.store().nowMicros(key) + call.settings().maxWaitMillis() * 1_000;
    }

    /** Leaves the decoding to a thread where the user's codec may run. */
    static CompletionStage<Decision> later(Supplier<CompletionStage<Decision>> decoding) {
        return CompletableFuture.completedFuture(new Unfinished(decoding));
    }

    /** Waits for the computation that holds the claim. */
    CompletionStage<Decision> forClaim(Token token) {
        Flight flight = parts.flights().seen(key, token);
        return isOwn(flight) ? freely() : forFlight(flight, this::land, () -> lastLook(flight));
    }

    /** Whether the call would wait for itself. */
    boolean isOwn(Flight flight) {
        Ticket owner = flight.ticket();
        return owner != null && Nesting.contains(nesting, owner);
    }

    /** Waits for the end of a flight for as long as the call has patience. */
    CompletionStage<Decision> forFlight(
            Flight flight,
            Function<End, CompletionStage<Decision>> ended,
            Supplier<CompletionStage<Decision>> tooLong) {
        return wait(flight, patience(), ended, tooLong);
    }

    private CompletionStage<Decision> wait(
            Flight flight,
            Duration patience,
            Function<End, CompletionStage<Decision>> ended,
            Supplier<CompletionStage<Decision>> tooLong) {
        CompletableFuture<Supplier<CompletionStage<Decision>>> next = new CompletableFuture<>();
        Scheduled late = parts.timer().after(patience, () -> next.complete(tooLong));
        flight.end().thenAccept(end -> {
            late.cancel();
            next.complete(() -> ended.apply(end));
        });
        return next.thenCompose(Supplier::get);
    }

    private Duration patience() {
        return Duration.ofNanos(Math.max(0, deadlineMicros - parts.store().nowMicros(key)) * 1_000);
    }

    // Lease and patience often end together, and then the claim is free.
    private CompletionStage<Decision> lastLook(Flight flight) {
        return parts.store()
                .get(key)
                .handle((bytes, failure) -> {
                    ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
                    boolean claimed = failure != null || (record != null && parts.isClaimed(key, record));
                    return claimed ? relieve(flight) : attempt.read(bytes);
                })
                .thenCompose(Function.identity());
    }

    // One of the calls that waited too long computes for all of them; the others wait as long again.
    private CompletionStage<Decision> relieve(Flight flight) {
        if (!flight.relieve()) {
            Duration again = Duration.ofMillis(call.settings().maxWaitMillis());
            return wait(flight, again, this::land, () -> freely());
        }
        parts.count(call, CacheEvent.BYPASS);
        return CompletableFuture.completedFuture(new Proceed(new CacheTicket.Relief(call, flight)));
    }

    /** Takes what a flight brought, or looks again. */
    CompletionStage<Decision> land(End end) {
        if (end instanceof End.Landed landed) {
            return later(() -> decode(landed.payload()));
        }
        if (end instanceof End.Gone) {
            return attempt.look();
        }
        parts.count(call, CacheEvent.JOINED);
        return CompletableFuture.completedFuture(
                end instanceof End.Failed failed
                        ? new Reject(failed.failure())
                        : new Answer(((End.Shared) end).result()));
    }

    private CompletionStage<Decision> decode(byte[] payload) {
        try {
            Decision answer = new Answer(call.codec().decode(payload));
            parts.count(call, CacheEvent.JOINED);
            return CompletableFuture.completedFuture(answer);
        } catch (CodecException damaged) {
            return attempt.look();
        }
    }

    /** Computes without a claim, for this call alone. */
    CompletionStage<Decision> freely() {
        parts.count(call, CacheEvent.BYPASS);
        return CompletableFuture.completedFuture(Proceed.FREELY);
    }
}
