package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearRead;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.tag.TagRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call that looks for a result, and takes the right to store one if there is none. */
final class Search {

    // Results may come and go between the read and the claim; after so many looks the call goes on without the store.
    private static final int MOST_LOOKS = 3;

    private final CacheParts parts;
    private final Fill fill;
    private final CacheCall call;
    private final Key key;
    private final AtomicInteger looks = new AtomicInteger();

    Search(CacheParts parts, Fill fill, CacheCall call) {
        this.parts = parts;
        this.fill = fill;
        this.call = call;
        this.key = call.key();
    }

    CompletionStage<Decision> begin() {
        looks.incrementAndGet();
        NearRead begun = parts.beginRead(call);
        return parts.isUnsure(call) ? invalidateFirst() : read(begun);
    }

    private CompletionStage<Decision> read(@Nullable NearRead begun) {
        CompletionStage<TagRecord> outdated = parts.outdated().read(call);
        CompletionStage<byte @Nullable []> found = parts.get(key);
        return outdated.thenCompose(tags -> found.handle((bytes, failure) ->
                                failure == null ? read(begun, tags, bytes) : unread(tags, Failures.unwrap(failure)))
                        .thenCompose(Function.identity()))
                .exceptionally(failure -> withoutStore());
    }

    // An invalidation that has returned holds for this process, although the store still has the old value.
    private CompletionStage<Decision> invalidateFirst() {
        return parts.invalidations()
                .again(call)
                .handle((gone, failure) -> failure == null ? begin() : done(withoutStore()))
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> read(@Nullable NearRead begun, TagRecord tags, byte @Nullable [] bytes) {
        ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
        if (bytes == null || record == null) {
            return claim(tags.last());
        }
        if (Outdated.isOutdated(call, tags, bytes, record)) {
            return parts.isClaimed(key, record) ? missed(tags.last(), record.token()) : replaced(record, tags.last());
        }
        return parts.freshness(call, record) == Freshness.FRESH
                ? answerLater(begun, bytes, record, tags)
                : claim(tags.last());
    }

    // A key of another type cannot be read, but a claim replaces it.
    private CompletionStage<Decision> unread(TagRecord tags, Throwable failure) {
        return failure instanceof KvException refused && refused.kind() == KvException.Kind.PERMANENT
                ? claim(tags.last())
                : done(withoutStore());
    }

    private CompletionStage<Decision> answerLater(
            @Nullable NearRead begun, byte[] bytes, ClaimRecord record, TagRecord tags) {
        return parts.chunks()
                .whole(key, bytes)
                .thenCompose(all -> Unfinished.later(() -> answer(begun, all, record, tags.last())));
    }

    private CompletionStage<Decision> answer(@Nullable NearRead begun, byte[] bytes, ClaimRecord record, long stamp) {
        int offset = parts.payloadOffset(call, bytes, record);
        Answer found = parts.answer(call, bytes, offset);
        return found == null
                ? replaced(record, stamp)
                : done(LookGuard.found(parts.hit(call, begun, bytes, record, found)));
    }

    private CompletionStage<Decision> replaced(ClaimRecord useless, long stamp) {
        return parts.claims()
                .invalidate(key, useless.header())
                .handle((gone, failure) -> failure == null ? claim(stamp) : done(withoutStore()))
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> claim(long stamp) {
        ClaimRequest request =
                ClaimRequest.refresh(Token.random(), call.settings().loading().leaseMillis());
        return parts.claims()
                .claim(key, request)
                .handle((reply, failure) ->
                        reply == null ? done(withoutStore()) : claimed(stamp, request.token(), reply))
                .thenCompose(Function.identity());
    }

    // While a claim is there, the key was not invalidated, so the result of everyone who has seen it may be stored.
    private CompletionStage<Decision> claimed(long stamp, Token own, ClaimReply reply) {
        if (reply instanceof Claimed) {
            return missed(stamp, own);
        }
        if (reply instanceof Busy busy) {
            return missed(stamp, busy.holder());
        }
        return reply instanceof Done && looks.get() < MOST_LOOKS ? begin() : done(withoutStore());
    }

    private CompletionStage<Decision> missed(long stamp, Token token) {
        parts.tell(call, Outcome.MISS);
        ClaimRequest request =
                ClaimRequest.refresh(token, call.settings().loading().leaseMillis());
        HeldClaim held = HeldClaim.resting(parts.claims(), parts.timer(), key, request);
        var ticket = new CacheTicket.Claimed(
                call, stamp, token, new Flight(), held, parts.store().nowMicros(call.key()));
        return done(new Answer(new Sought.Missed(new OpenFill(parts, fill, ticket))));
    }

    private Decision withoutStore() {
        parts.tell(call, Outcome.STORE_FAILURE);
        return new Answer(Sought.Missed.WITHOUT_STORE);
    }

    private static CompletionStage<Decision> done(Decision decision) {
        return CompletableFuture.completedFuture(decision);
    }
}
