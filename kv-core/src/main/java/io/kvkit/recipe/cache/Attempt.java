package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Nesting;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearRead;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.tag.TagRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call on its way to a decision: it reads, claims, or waits and reads again. */
final class Attempt {

    private final CacheParts parts;
    private final StaleValues stale;
    private final CacheCall call;
    private final Key key;
    private final @Nullable Nesting nesting;
    private final long begunMicros;
    private final Entrance entrance;
    // Most calls find their result and neither wait nor compute.
    private volatile @Nullable Patience patience;
    private volatile @Nullable Waiting waiting;
    private volatile Sight sight = Sight.UNSURE;
    private volatile @Nullable ClaimRecord seen;
    private volatile long readNanos;
    private volatile TagRecord outdated = Outdated.NOTHING;
    private volatile long saidFreshUntil = Long.MIN_VALUE;

    Attempt(CacheParts parts, StaleValues stale, CacheCall call, @Nullable Nesting nesting) {
        this.parts = parts;
        this.stale = stale;
        this.call = call;
        this.key = call.key();
        this.nesting = nesting;
        this.begunMicros = parts.store().nowMicros(key);
        this.entrance = new Entrance(parts, call, nesting);
    }

    private Patience patience() {
        Patience known = patience;
        Patience present = known == null ? new Patience(parts, call, begunMicros) : known;
        patience = present;
        return present;
    }

    /** Returns the wait of the call for the computation of another one. */
    Waiting waiting() {
        Waiting known = waiting;
        Waiting present = known == null ? new Waiting(parts, call, nesting, this, patience()) : known;
        waiting = present;
        return present;
    }

    /** Starts. */
    CompletionStage<Decision> decide() {
        CompletionStage<Decision> decided = look();
        return decided instanceof Reading ? decided : decided.whenComplete((decision, failure) -> entrance.open());
    }

    /** Looks what there is, or starts again. */
    CompletionStage<Decision> look() {
        CompletionStage<Decision> joined = parts.isUnsure(call) ? null : entrance.instead(this);
        return joined == null ? lookAlone() : joined;
    }

    private CompletionStage<Decision> lookAlone() {
        seen = null;
        readNanos = System.nanoTime();
        sight = Sight.begin(parts.near().live(key.namespace()), key);
        NearRead begun = parts.beginRead(call);
        return parts.isUnsure(call) ? invalidateFirst() : new Reading(this, entrance, begun).of(found());
    }

    private CompletionStage<byte @Nullable []> found() {
        return !call.settings().tagged()
                ? parts.get(key)
                : parts.outdated()
                        .read(call)
                        .thenAccept(tags -> outdated = tags)
                        .thenCombine(parts.get(key), (known, bytes) -> bytes);
    }

    // An invalidation that has returned holds for this process, although the store still has the old value.
    private CompletionStage<Decision> invalidateFirst() {
        return then(parts.invalidations().again(call), gone -> look());
    }

    private <T> CompletionStage<Decision> then(CompletionStage<T> step, Function<T, CompletionStage<Decision>> next) {
        return step.handle((done, failure) -> failure == null ? next.apply(done) : withoutStore())
                .thenCompose(Function.identity());
    }

    /** Returns the stamp of a computation for this call: the highest counter before it begins. */
    long stamp() {
        return outdated.last();
    }

    /** Continues after a read that has failed. A key of another type cannot be read, but a claim replaces it. */
    CompletionStage<Decision> unread(Throwable failure) {
        if (failure instanceof KvException refused && refused.kind() == KvException.Kind.PERMANENT) {
            parts.tell(call, Outcome.CORRUPT);
            return claim();
        }
        return withoutStore();
    }

    /** Returns the answer from the bytes that were found under the key; null if there is more to do. */
    @Nullable
    Decision answerNow(byte[] bytes, @Nullable NearRead begun) {
        ClaimRecord record = ClaimRecord.read(bytes);
        if (record == null
                || parts.chunks().areApart(key, bytes)
                || Outdated.isOutdated(call, outdated, bytes, record)) {
            return null;
        }
        seen = record;
        return freshness(record) == Freshness.FRESH ? answer(bytes, record, fresh(record, begun)) : null;
    }

    /**
     * Continues with the bytes that were found under the key.
     *
     * @param begun the read that found them; null if the near cache does not keep its result
     */
    CompletionStage<Decision> read(byte @Nullable [] bytes, @Nullable NearRead begun) {
        if (bytes == null) {
            return claim();
        }
        ClaimRecord record = ClaimRecord.read(bytes);
        seen = record;
        if (record == null) {
            parts.tell(call, Outcome.CORRUPT);
            return claim();
        }
        if (Outdated.isOutdated(call, outdated, bytes, record)) {
            return isComputed(record) ? waiting().forClaim(record.token(), sight) : removed(record);
        }
        return judge(bytes, record, begun);
    }

    private CompletionStage<Decision> judge(byte[] bytes, ClaimRecord record, @Nullable NearRead begun) {
        Freshness freshness = freshness(record);
        if (freshness == Freshness.FRESH) {
            return answerLater(bytes, record, fresh(record, begun));
        }
        if (stale.isAnswer(call, record, freshness)) {
            return answerLater(bytes, record, (all, found) -> stale.answer(call, found, record));
        }
        return parts.isClaimed(key, record) ? waiting().forClaim(record.token(), sight) : claim();
    }

    private BiFunction<byte[], Answer, Decision> fresh(ClaimRecord record, @Nullable NearRead begun) {
        return (all, found) ->
                stale.early(call, parts.hit(call, begun, all, record, found), parts.leftMicros(call, record));
    }

    // The pause after a failed computation is for a value that can be given out meanwhile.
    private boolean isComputed(ClaimRecord record) {
        return parts.isClaimed(key, record) && !parts.isPaused(call, record);
    }

    // The word of the store counts, not the estimate of its time.
    private Freshness freshness(ClaimRecord record) {
        Freshness freshness = record.freshUntil() == saidFreshUntil ? Freshness.FRESH : parts.freshness(call, record);
        if (patience != null || freshness.isStale()) {
            patience().read(freshness);
        }
        return freshness;
    }

    private CompletionStage<Decision> answerLater(
            byte[] bytes, ClaimRecord record, BiFunction<byte[], Answer, Decision> found) {
        return parts.chunks()
                .whole(key, bytes, this::unread, all -> CompletableFuture.completedFuture(answer(all, record, found)));
    }

    private Decision answer(byte[] all, ClaimRecord record, BiFunction<byte[], Answer, Decision> found) {
        entrance.found(all, readNanos);
        return new Unfinished(
                () -> answer(all, parts.payloadOffset(call, all, record), record, answer -> found.apply(all, answer)));
    }

    /** Answers with what was found, or removes what is damaged or no longer valid and computes. */
    private CompletionStage<Decision> answer(
            byte[] bytes, int offset, @Nullable ClaimRecord record, Function<Answer, Decision> found) {
        Answer answer = parts.answer(call, bytes, offset);
        return answer == null ? removed(record) : CompletableFuture.completedFuture(found.apply(answer));
    }

    /** Removes a record that gives no answer, and computes. */
    private CompletionStage<Decision> removed(@Nullable ClaimRecord useless) {
        return then(parts.claims().invalidate(key, useless == null ? null : useless.header()), gone -> claim());
    }

    /** Records that later calls may wait for a computation. */
    void knows(Flight flight) {
        entrance.knows(flight);
    }

    private CompletionStage<Decision> claim() {
        CompletionStage<Decision> joined = entrance.insteadOfClaim(this);
        return joined == null ? claimAlone() : joined;
    }

    private CompletionStage<Decision> claimAlone() {
        return then(Computation.claim(parts, call, stamp()), this::claimed);
    }

    private CompletionStage<Decision> claimed(Computation begun) {
        CacheTicket ticket = begun.ticket();
        if (ticket == null) {
            return refused(begun.reply());
        }
        knows(ticket.flight());
        parts.tell(call, Outcome.MISS);
        return CompletableFuture.completedFuture(patience().proceed(ticket));
    }

    private CompletionStage<Decision> refused(ClaimReply reply) {
        if (reply instanceof Busy busy) {
            return waiting().forClaim(busy.holder(), sight.refused(busy, seen));
        }
        entrance.open();
        if (reply instanceof Done done && (call.settings().tagged() || Chunks.isApart(done.payload(), key))) {
            saidFreshUntil = done.freshUntilMicros();
            return look();
        }
        return reply instanceof Done done
                ? Unfinished.later(() -> answer(done.payload(), 0, null, found -> parts.hit(call, found)))
                : waiting().freely();
    }

    private CompletionStage<Decision> withoutStore() {
        entrance.open();
        return new WithoutStore(parts, call, waiting(), patience()).decide();
    }
}
