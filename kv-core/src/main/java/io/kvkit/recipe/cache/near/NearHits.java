package io.kvkit.recipe.cache.near;

import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Namespace;

/** Tells listeners of hits, with events that are made once. */
record NearHits(KvListeners listeners, boolean heard, CacheEvent hit, CacheEvent nullHit) {

    static NearHits of(KvListeners listeners, Namespace cache) {
        return new NearHits(
                listeners,
                !listeners.isEmpty(),
                new CacheEvent(cache, Outcome.NEAR_HIT),
                new CacheEvent(cache, Outcome.NEAR_NULL_HIT));
    }

    void tell(boolean absent) {
        if (heard) {
            listeners.tell(absent ? nullHit : hit);
        }
    }
}
