package io.kvkit.recipe.once;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import io.kvkit.claim.Token;
import io.kvkit.recipe.once.near.DoneRecords;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can decide about the records of calls that run once. A decision names the fence of the record that it
 * is about, and changes nothing if the record has another one. The stages fail with a {@link KvException} if the store
 * fails. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * once.decisions().find(key).thenAccept(claim -> log.info("{}", claim));
 * once.decisions().release(key, claim.fence(), ttl);
 * }</pre>
 *
 * @since 0.1
 */
public final class OnceDecisions {

    private static final long DECIDING_MILLIS = 1_000;

    private final KvStore store;
    private final Claims claims;
    private final DoneRecords near;

    OnceDecisions(KvStore store, Claims claims, DoneRecords near) {
        this.store = store;
        this.claims = claims;
        this.near = near;
    }

    /** Returns the record of a key; the result is null if there is none. */
    public CompletionStage<@Nullable StoredClaim> find(Key key) {
        return Failures.caught(() -> store.get(key)).thenApply(bytes -> StoredClaim.of(bytes, store.nowMicros(key)));
    }

    /** Lets a held or parked call run again, counting from its first attempt. Its steps are kept. */
    public CompletionStage<ResolveReply> release(Key key, long fence, Duration ttl) {
        return claims.release(key, Token.random(), fence, ttl.toMillis());
    }

    /**
     * Decides that a held or parked call has been done.
     *
     * @param result the result of the call; ignored if duplicates get another one
     */
    public CompletionStage<ResolveReply> resolve(OnceCall call, long fence, @Nullable Object result) {
        return done(call.key(), fence, call.settings().ttl(), StoredResult.of(call, result));
    }

    /** Decides that a held or parked call has been done, with a result that nobody knows. */
    public CompletionStage<ResolveReply> resolveWithoutResult(Key key, long fence, Duration ttl) {
        return done(key, fence, ttl, StoredResult.notRetained());
    }

    private CompletionStage<ResolveReply> done(Key key, long fence, Duration ttl, byte[] payload) {
        long millis = ttl.toMillis();
        var completion = new Completion(payload, millis, millis, 0, null, IfMissing.REFUSE);
        return claims.resolve(key, Token.random(), fence, completion);
    }

    /** Deletes a record, unless its call is running. */
    public CompletionStage<ResolveReply> forget(Key key, long fence) {
        return decide(key, fence, record -> delete(key, record));
    }

    /**
     * Lets the next call run, whatever became of the earlier ones, unless a call is running. Steps are kept, except for
     * those of a call that was done.
     */
    public CompletionStage<ResolveReply> runOnceMore(Key key, long fence, Duration ttl) {
        return decide(key, fence, record -> switch (record.state()) {
            case UNKNOWN, PARKED -> release(key, fence, ttl);
            case FAILED ->
                record.attempts() == 0
                        ? CompletableFuture.completedFuture(ResolveReply.RESOLVED)
                        : stopped(key, fence, ttl);
            case DONE -> delete(key, record);
            case PROCESSING -> stopped(key, fence, ttl);
        });
    }

    // Only what is held or parked can be released: a call that died is held first, and one whose attempts failed is
    // parked.
    private CompletionStage<ResolveReply> stopped(Key key, long fence, Duration ttl) {
        long retention = ttl.toMillis();
        ClaimRequest request = ClaimRequest.create(Token.random(), null, DECIDING_MILLIS, retention)
                .withOnAbandoned(OnAbandoned.HOLD)
                .withMaxAttempts(1);
        return claims.claim(key, request)
                .thenCompose(reply -> reply instanceof ClaimReply.Claimed
                        ? claims.giveBack(key, request.token(), retention).thenApply(back -> ResolveReply.STALE)
                        : release(key, fence, ttl));
    }

    private CompletionStage<ResolveReply> decide(
            Key key, long fence, Function<ClaimRecord, CompletionStage<ResolveReply>> decision) {
        return Failures.caught(() -> store.get(key)).thenCompose(bytes -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            long now = store.nowMicros(key);
            if (record == null) {
                return CompletableFuture.completedFuture(bytes == null ? ResolveReply.MISSING : ResolveReply.STALE);
            }
            boolean running = record.state() == State.PROCESSING && record.leaseUntil() > now;
            return record.fence() != fence || running
                    ? CompletableFuture.completedFuture(ResolveReply.STALE)
                    : decision.apply(record);
        });
    }

    private CompletionStage<ResolveReply> delete(Key key, ClaimRecord record) {
        return claims.invalidate(key, record.header())
                .whenComplete((deleted, failure) -> near.drop(key)) // it may have been deleted if the store failed, too
                .thenApply(deleted -> deleted ? ResolveReply.RESOLVED : ResolveReply.STALE);
    }
}
