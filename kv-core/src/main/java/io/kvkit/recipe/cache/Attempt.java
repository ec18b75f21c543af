package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call on its way to a decision: it reads, claims, or waits and reads again. */
final class Attempt {

    private final CacheParts parts;
    private final StaleValues stale;
    private final CacheCall call;
    private final Key key;
    private final Waiting waiting;

    Attempt(CacheParts parts, StaleValues stale, CacheCall call, @Nullable Nesting nesting) {
        this.parts = parts;
        this.stale = stale;
        this.call = call;
        this.key = call.key();
        this.waiting = new Waiting(parts, call, nesting, this);
    }

    /** Starts, or starts again. */
    CompletionStage<Decision> look() {
        return parts.get(key)
                .handle((bytes, failure) -> failure == null ? read(bytes) : unread(Failures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    // A key of another type cannot be read, but a claim replaces it.
    private CompletionStage<Decision> unread(Throwable failure) {
        if (failure instanceof KvException refused && refused.kind() == KvException.Kind.PERMANENT) {
            parts.tell(call, Outcome.CORRUPT);
            return claim();
        }
        return withoutStore();
    }

    /** Continues with the bytes that were found under the key. */
    CompletionStage<Decision> read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return claim();
        }
        ClaimRecord record = ClaimRecord.read(bytes);
        if (record == null) {
            parts.tell(call, Outcome.CORRUPT);
            return claim();
        }
        Freshness freshness = parts.freshness(call, record);
        if (freshness == Freshness.FRESH) {
            int offset = record.payloadOffset();
            return Waiting.later(() -> orRepaired(parts.hit(call, bytes, offset), bytes, record));
        }
        if (stale.isAnswer(call, record, freshness)) {
            return Waiting.later(() -> orRepaired(stale.answer(call, bytes, record), bytes, record));
        }
        return parts.isClaimed(key, record) ? waiting.forClaim(record.token(), Duration.ZERO) : claim();
    }

    /** Answers, or removes a record that gave no answer and computes. */
    private CompletionStage<Decision> orRepaired(
            @Nullable Decision answer, byte[] bytes, @Nullable ClaimRecord damaged) {
        if (answer != null) {
            return CompletableFuture.completedFuture(answer);
        }
        parts.tellDamaged(call, bytes, damaged == null ? 0 : damaged.payloadOffset());
        return parts.claims()
                .invalidate(key, damaged == null ? null : damaged.header())
                .handle((gone, failure) -> failure == null ? claim() : withoutStore())
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> claim() {
        return Computation.claim(parts, call)
                .handle((begun, failure) -> failure == null ? claimed(begun) : withoutStore())
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> claimed(Computation begun) {
        Ticket ticket = begun.ticket();
        if (ticket == null) {
            return refused(begun.reply());
        }
        parts.tell(call, Outcome.MISS);
        return CompletableFuture.completedFuture(new Proceed(ticket));
    }

    private CompletionStage<Decision> refused(ClaimReply reply) {
        if (reply instanceof Busy busy) {
            return waiting.forClaim(busy.holder(), busy.left());
        }
        return reply instanceof Done done
                ? Waiting.later(() -> orRepaired(parts.hit(call, done.payload(), 0), done.payload(), null))
                : waiting.freely();
    }

    private CompletionStage<Decision> withoutStore() {
        return new WithoutStore(parts, call, waiting).decide();
    }
}
