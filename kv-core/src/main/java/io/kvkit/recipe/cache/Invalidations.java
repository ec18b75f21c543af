package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.call.LogThrottle;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearCaches;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keys, and repeats removals in the background until the store acknowledges them.
 *
 * <p>At most {@value #MOST} keys wait to be repeated. Repeating may remove a newer value, which only costs a
 * computation.
 */
final class Invalidations {

    static final int MOST = 100_000;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int AT_ONCE = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    /** One waiting invalidation, compared by identity: a later one of the same key is a different one. */
    private static final class Repetition {

        private final @Nullable TagChange tags;

        /** Creates an invalidation of a key, or of tags if they are given. */
        Repetition(@Nullable TagChange tags) {
            this.tags = tags;
        }

        Repetition and(Repetition later) {
            return tags == null || later.tags == null ? later : new Repetition(tags.and(later.tags));
        }
    }

    private final KvStore store;
    private final Claims claims;
    private final Timer timer;
    private final CacheEvents events;
    private final NearCaches near;
    private final ConcurrentMap<Key, Repetition> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final LogThrottle losses = new LogThrottle();
    private volatile boolean closed;

    Invalidations(KvStore store, Claims claims, Timer timer, CacheEvents events, NearCaches near) {
        this.store = store;
        this.claims = claims;
        this.timer = timer;
        this.events = events;
        this.near = near;
    }

    /**
     * Removes the value and the claim of a key, here and in the store. The result says whether the store acknowledged
     * it; the stage never fails.
     */
    CompletionStage<Boolean> invalidate(Key key) {
        return claims.invalidate(key, null).handle((existed, failure) -> {
            if (failure != null) {
                repeat(key, null);
            }
            near.drop(key);
            return failure == null;
        });
    }

    /** Removes the values and the claims of several keys in one batch. The stage never fails. */
    CompletionStage<Void> invalidate(Set<Key> keys) {
        return claims.invalidateAll(keys).thenAccept(failed -> {
            failed.forEach(key -> repeat(key, null));
            keys.forEach(near::drop);
        });
    }

    /** Makes the results of a cache outdated that have one of the tags. The stage never fails. */
    CompletionStage<Void> invalidate(Namespace cache, TagChange tags) {
        Key key = Outdated.key(cache);
        return Failures.caught(() -> store.apply(key, tags.transition(key))).handle((record, failure) -> {
            if (failure != null) {
                repeat(key, tags);
            }
            near.dropAll(cache);
            return null;
        });
    }

    /**
     * Returns whether an invalidation that concerns a call waits to be repeated, so that what the store holds must not
     * be believed. A read asks after it has begun.
     */
    boolean concern(CacheCall call) {
        return !waiting.isEmpty()
                && (waiting.containsKey(call.key())
                        || (call.settings().tagged()
                                && waiting.containsKey(Outdated.key(call.key().namespace()))));
    }

    /** Repeats the invalidations that concern a call now. The stage fails if the store fails. */
    CompletionStage<?> again(CacheCall call) {
        return again(call.key())
                .thenCompose(gone -> again(Outdated.key(call.key().namespace())));
    }

    private CompletionStage<?> again(Key key) {
        Repetition mine = waiting.get(key);
        return mine == null ? CompletableFuture.completedFuture(null) : again(key, mine);
    }

    // Runs in the background, until the store acknowledges it.
    private void repeat(Key key, @Nullable TagChange tags) {
        if (closed) {
            return;
        }
        if (waiting.size() >= MOST && !waiting.containsKey(key)) {
            events.tell(key.namespace(), Outcome.INVALIDATION_LOST);
            reportLoss(key);
            return;
        }
        events.tell(key.namespace(), Outcome.INVALIDATION_FAILED);
        waiting.merge(key, new Repetition(tags), Repetition::and);
        arm(PAUSE);
    }

    private void reportLoss(Key key) {
        if (losses.allows(store.nowMicros(key))) {
            log.error(
                    "Invalidations are lost, one in cache {} now: {} others wait for the store. Old values may be"
                            + " read until they expire",
                    key.namespace().name(),
                    MOST);
        }
    }

    /** Stops repeating. */
    void close() {
        closed = true;
        waiting.clear();
    }

    // Checked after the repetition was recorded: so either it is not repeated, or closing discards it.
    private void arm(Duration pause) {
        if (!closed && armed.compareAndSet(false, true)) {
            timer.after(pause, this::again);
        }
    }

    // The current repetitions end before new ones start: none is under way twice, and a recovered store is not flooded.
    private void again() {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (var entry : waiting.entrySet()) {
            if (sent.size() == AT_ONCE) {
                break;
            }
            sent.add(again(entry.getKey(), entry.getValue()));
        }
        CompletionStage<Void> all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
        all.whenComplete((done, failure) -> {
            armed.set(false);
            if (!waiting.isEmpty()) {
                arm(failure == null ? Duration.ZERO : PAUSE);
            }
        });
    }

    private CompletableFuture<?> again(Key key, Repetition mine) {
        CompletionStage<?> sent = mine.tags == null
                ? claims.invalidate(key, null)
                : Failures.caught(() -> store.apply(key, mine.tags.transition(key)));
        return sent.thenAccept(gone -> waiting.remove(key, mine)).toCompletableFuture();
    }
}
