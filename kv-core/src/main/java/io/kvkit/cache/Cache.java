package io.kvkit.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Timer;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
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

    private final CacheParts parts;
    private final CacheGuard guard;
    private final Invalidations invalidations;

    /** Makes a cache on a store; one instance serves all caches of an application by name. */
    public Cache(KvStore store, Timer timer, CacheObserver observer) {
        this.parts = CacheParts.of(store, timer, observer);
        this.guard = new CacheGuard(parts);
        this.invalidations = new Invalidations(parts);
    }

    /** The guard of calls whose results are cached. */
    public CallGuard<CacheCall> guard() {
        return guard;
    }

    /**
     * Removes what is stored under a key and cancels a computation under way. When the stage has completed, no call that
     * begins afterwards gets the old result, unless the store failed: then it is repeated in the background. The stage
     * never fails.
     *
     * @param cache the name of the cache, for observers
     */
    public CompletionStage<Void> invalidate(String cache, Key key) {
        return invalidations.invalidate(cache, key).thenApply(existed -> null);
    }

    /**
     * Stores a result, over whatever is there, and cancels a computation under way. What cannot be stored invalidates
     * the key instead, so that no older result stays. The stage never fails.
     */
    public CompletionStage<Void> put(CacheCall call, @Nullable Object result) {
        long ttl = call.settings().ttlMillisOf(result);
        String name = call.settings().name();
        byte[] payload = encode(call, result);
        if (payload == null || ttl == 0) {
            return invalidate(name, call.key());
        }
        return parts.claims().put(call.key(), payload, ttl, ttl, 0).handle((fence, failure) -> {
            if (failure != null) {
                invalidations.repeat(name, call.key());
            }
            return null;
        });
    }

    /**
     * Ends what is done in the background, when the store is about to be closed: invalidations that it did not acknowledge
     * are not repeated any more, nor will later ones be. The store stays open.
     */
    @Override
    public void close() {
        invalidations.close();
    }

    private byte @Nullable [] encode(CacheCall call, @Nullable Object result) {
        try {
            return call.codec().encode(result);
        } catch (CodecException e) {
            parts.count(call, CacheEvent.NOT_ENCODABLE);
            return null;
        }
    }
}
