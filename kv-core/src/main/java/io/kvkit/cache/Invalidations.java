package io.kvkit.cache;

import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keys, and repeats in the background what the store did not acknowledge.
 *
 * <p>At most {@value #MOST} keys wait to be repeated; repeating may remove a newer value, which costs a computation and
 * nothing else.
 */
final class Invalidations {

    static final int MOST = 100_000;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int AT_ONCE = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    private final Claims claims;
    private final Timer timer;
    private final CacheParts parts;
    private final ConcurrentMap<Key, String> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean armed = new AtomicBoolean();

    Invalidations(CacheParts parts) {
        this.claims = parts.claims();
        this.timer = parts.timer();
        this.parts = parts;
    }

    /** Removes value and claim of a key; the stage never fails. */
    CompletionStage<Boolean> invalidate(String cache, Key key) {
        return claims.invalidate(key, null).exceptionally(failure -> {
            repeat(cache, key);
            return false;
        });
    }

    /** Removes a key in the background until the store acknowledges it. */
    void repeat(String cache, Key key) {
        if (waiting.size() >= MOST && !waiting.containsKey(key)) {
            parts.count(cache, CacheEvent.INVALIDATION_LOST);
            log.error("An invalidation in cache {} is lost: {} others wait for the store", cache, MOST);
            return;
        }
        parts.count(cache, CacheEvent.INVALIDATION_FAILED);
        waiting.put(key, cache);
        arm();
    }

    private void arm() {
        if (armed.compareAndSet(false, true)) {
            timer.after(PAUSE, this::again);
        }
    }

    private void again() {
        armed.set(false);
        List<Key> keys = new ArrayList<>();
        for (Key key : waiting.keySet()) {
            if (keys.size() == AT_ONCE) {
                break;
            }
            keys.add(key);
        }
        keys.forEach(key -> claims.invalidate(key, null).whenComplete((gone, failure) -> {
            if (failure == null) {
                waiting.remove(key);
            }
            if (!waiting.isEmpty()) {
                arm();
            }
        }));
    }
}
