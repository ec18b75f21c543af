package io.kvkit.cache;

import io.kvkit.cache.Flight.End;
import io.kvkit.cache.Turns.Turn;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Token;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way to a decision: look, claim, wait, and look again. */
final class Attempt {

    private final CacheParts parts;
    private final CacheCall call;
    private final Key key;
    private final @Nullable Nesting nesting;
    private final long deadlineMicros;

    Attempt(CacheParts parts, CacheCall call, @Nullable Nesting nesting) {
        this.parts = parts;
        this.call = call;
        this.key = call.key();
        this.nesting = nesting;
        this.deadlineMicros = parts.store().nowMicros(key) + call.settings().maxWaitMillis() * 1_000;
    }

    CompletionStage<Decision> look() {
        return parts.store()
                .get(key)
                .handle((bytes, failure) -> failure == null ? read(bytes) : unread(Failures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    // A key of another type cannot be read, but a claim replaces it.
    private CompletionStage<Decision> unread(Throwable failure) {
        if (failure instanceof KvException refused && refused.kind() == KvException.Kind.PERMANENT) {
            parts.count(call, CacheEvent.CORRUPT);
            return claim();
        }
        return withoutStore();
    }

    private CompletionStage<Decision> read(byte @Nullable [] bytes) {
        ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
        if (record == null) {
            if (bytes != null) {
                parts.count(call, CacheEvent.CORRUPT);
            }
            return claim();
        }
        if (parts.isFresh(key, record)) {
            return later(() -> answerOrRepair(record.payload(), record));
        }
        return parts.isClaimed(key, record) ? await(record.token()) : claim();
    }

    // The codec is the user's: the store's own thread must not run it.
    private static CompletionStage<Decision> later(Supplier<CompletionStage<Decision>> decoding) {
        return CompletableFuture.completedFuture(new Unfinished(decoding));
    }

    private CompletionStage<Decision> answerOrRepair(byte[] payload, @Nullable ClaimRecord damaged) {
        Decision hit = parts.hit(call, payload);
        if (hit != null) {
            return CompletableFuture.completedFuture(hit);
        }
        parts.count(call, CacheEvent.CORRUPT);
        return parts.claims()
                .invalidate(key, damaged == null ? null : damaged.header())
                .handle((gone, failure) -> failure == null ? claim() : withoutStore())
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> claim() {
        Token token = Token.random();
        Flight flight = parts.flights().open(token);
        long lease = call.settings().leaseMillis();
        return parts.claims()
                .claim(key, ClaimRequest.refresh(token, lease))
                .handle((reply, failure) -> {
                    if (failure == null && reply instanceof Claimed) {
                        return compute(token, flight, lease);
                    }
                    parts.flights().close(token, flight, new End.Gone());
                    return failure == null ? refused(reply) : withoutStore();
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> compute(Token token, Flight flight, long lease) {
        var beat = parts.claims().heartbeat(key, token, lease, lease, () -> {});
        Ticket ticket = new CacheTicket.Claimed(call, token, flight, beat);
        flight.begin(ticket);
        parts.count(call, CacheEvent.MISS);
        return CompletableFuture.completedFuture(new Proceed(ticket));
    }

    private CompletionStage<Decision> refused(ClaimReply reply) {
        if (reply instanceof Busy busy) {
            return await(busy.holder());
        }
        return reply instanceof Done done
                ? later(() -> answerOrRepair(done.payload(), null))
                : freely(CacheEvent.BYPASS);
    }

    private CompletionStage<Decision> await(Token token) {
        Flight flight = parts.flights().seen(key, token);
        Ticket owner = flight.ticket();
        if (owner != null && Nesting.contains(nesting, owner)) {
            return freely(CacheEvent.BYPASS);
        }
        return wait(flight, patience(), this::land, () -> lastLook(flight));
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
                    return claimed ? relieve(flight) : read(bytes);
                })
                .thenCompose(Function.identity());
    }

    // One of the calls that waited too long computes for all of them; the others wait as long again.
    private CompletionStage<Decision> relieve(Flight flight) {
        if (!flight.relieve()) {
            Duration again = Duration.ofMillis(call.settings().maxWaitMillis());
            return wait(flight, again, this::land, () -> freely(CacheEvent.BYPASS));
        }
        parts.count(call, CacheEvent.BYPASS);
        return CompletableFuture.completedFuture(new Proceed(new CacheTicket.Relief(call, flight)));
    }

    private CompletionStage<Decision> land(End end) {
        if (end instanceof End.Landed landed) {
            return later(() -> decode(landed.payload()));
        }
        if (end instanceof End.Gone) {
            return look();
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
            return look();
        }
    }

    private CompletionStage<Decision> withoutStore() {
        Flight own = new Flight();
        Turn turn = parts.turns().enter(key, own);
        Ticket owner = turn.running().ticket();
        if (turn.running() == own) {
            return computeFor(own);
        }
        if (owner != null && Nesting.contains(nesting, owner)) {
            return freely(CacheEvent.BYPASS);
        }
        return turn.next() == own
                ? wait(turn.running(), patience(), end -> computeFor(own), () -> computeFor(own))
                : wait(Objects.requireNonNull(turn.next()), patience(), this::land, () -> freely(CacheEvent.BYPASS));
    }

    private CompletionStage<Decision> computeFor(Flight flight) {
        Ticket ticket = new CacheTicket.Relief(call, flight);
        flight.begin(ticket);
        parts.turns().begin(key, flight);
        flight.end().thenAccept(end -> parts.turns().end(key, flight));
        parts.count(call, CacheEvent.STORE_FAILURE);
        return CompletableFuture.completedFuture(new Proceed(ticket));
    }

    private CompletionStage<Decision> freely(CacheEvent event) {
        parts.count(call, event);
        return CompletableFuture.completedFuture(Proceed.FREELY);
    }
}
