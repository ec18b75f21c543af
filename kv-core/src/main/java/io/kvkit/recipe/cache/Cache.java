package io.kvkit.recipe.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.StoredEntry;
import io.kvkit.codec.CodecException;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Results of calls, kept for a time in a store.
 *
 * <p>One call per key computes, in this process and in all others that share the store; the others wait for it. An
 * invalidation cancels a computation that is under way: its callers get the result, but it is not stored. A store that
 * fails costs speed, never a result: reads compute, and an invalidation is repeated in the background until it is
 * acknowledged. The method is the lease of "Scaling Memcache at Facebook" (NSDI 2013), with the claim in the data key.
 */
public final class Cache implements AutoCloseable {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final CacheParts parts;
    private final CacheGuard guard;
    private final Fill fill;
    private final Invalidations invalidations;

    /** Makes a cache on a store; one instance serves all caches of an application by name. */
    public Cache(KvStore store, Timer timer, KvListeners listeners) {
        this.parts = CacheParts.of(store, timer, listeners);
        this.fill = new Fill(parts);
        this.guard = new CacheGuard(parts, fill);
        this.invalidations = new Invalidations(parts);
    }

    /** The guard of calls whose results are cached. */
    public CallGuard<CacheCall> guard() {
        return guard;
    }

    /**
     * Removes what is stored under a key and cancels a computation under way. When the stage has completed, no call
     * that begins afterwards gets the old result, unless the store failed: then it is repeated in the background. The
     * stage never fails.
     */
    public CompletionStage<Void> invalidate(Key key) {
        return invalidations.invalidate(key).thenApply(acknowledged -> null);
    }

    /**
     * Removes what is stored, cancels a computation under way, and stores a result as a computation of that moment
     * would. It is not stored if it cannot be, or if another computation begins between the two steps, which then sees
     * what the result is about. So nothing that a network delivers late takes the place of a newer result. The stage
     * never fails.
     */
    public CompletionStage<Void> put(CacheCall call, @Nullable Object result) {
        Computed computed = Computed.of(parts, call, result);
        return invalidations
                .invalidate(call.key())
                .thenCompose(gone -> gone && computed.ttlMillis() > 0 ? fill(call, computed) : DONE)
                .exceptionally(failure -> null);
    }

    /**
     * Reads the payload of a fresh result; null if there is none. The stage fails if the store fails. It may be
     * completed on a thread of the store, so call {@link #value} on another one.
     */
    public CompletionStage<byte @Nullable []> payload(Key key) {
        return parts.get(key).thenApply(bytes -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            return record != null && parts.isFresh(key, record) ? record.payload() : null;
        });
    }

    /** Returns the result of a payload; null if the payload is damaged or has another type. */
    public @Nullable Object value(CacheCall call, byte[] payload) {
        return parts.hit(call, payload, 0) instanceof Decision.Answer answer ? answer.value() : null;
    }

    /** Returns what is stored under a key, and changes nothing. The stage fails if the store fails. */
    public CompletionStage<StoredEntry> explain(Key key) {
        return parts.get(key)
                .thenApply(bytes -> StoredEntry.of(bytes, parts.store().nowMicros(key)));
    }

    /** Says once in the log why results of a cache are not stored, before the first of them is. */
    public void foresee(String cache, CodecException reason) {
        parts.results().tell(cache, reason);
    }

    /** How many computations are under way, here or watched in other processes. */
    int open() {
        return parts.flights().open();
    }

    private CompletionStage<Void> fill(CacheCall call, Computed computed) {
        return Computation.claim(parts, call).thenCompose(begun -> {
            CacheTicket ticket = begun.ticket();
            return ticket == null ? DONE : fill.succeeded(ticket, computed).thenApply(done -> null);
        });
    }

    /**
     * Ends what is done in the background, when the store is about to be closed: invalidations that it did not
     * acknowledge are not repeated any more, nor will later ones be. The store stays open.
     */
    @Override
    public void close() {
        invalidations.close();
    }
}
