package io.kvkit.recipe.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Ticket;
import io.kvkit.call.Timer;
import io.kvkit.codec.CodecException;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the results of calls in a store.
 *
 * <p>One call per key computes, in this process and in all others that share the store; the other calls wait for it. An
 * invalidation cancels a computation that is under way: its callers get the result, but it is not stored. If the store
 * fails, calls become slower but do not fail: they compute, and invalidations are repeated in the background until the
 * store acknowledges them; meanwhile this process does not use what they remove. Results may also be kept here, see
 * {@link NearCache}. The method is the lease of "Scaling Memcache at Facebook" (NSDI 2013), with the claim in the data
 * key. Safe for use by several threads.
 *
 * <pre>{@code
 * Cache cache = new Cache(store, timer, KvListeners.NONE);
 * CacheCall call = CacheCall.of(products.key("17"), CacheSettings.of("products", 60_000), codec);
 * Object product = new PlainDriver(executor).run(cache.guard(), call, args -> catalog.load(17));
 * }</pre>
 *
 * @since 0.1
 */
public final class Cache implements AutoCloseable {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final CacheParts parts;
    private final CacheGuard guard;
    private final Fallback fallback;
    private final StaleValues stale;
    private final LookGuard looks;
    private final Fill fill;
    private final Updates updates;

    /** Creates a cache on a store. One instance serves all caches of an application by name. */
    public Cache(KvStore store, Timer timer, KvListeners listeners) {
        this(store, timer, listeners, System::nanoTime);
    }

    // With the clock by which results expire in near caches of a remote store.
    Cache(KvStore store, Timer timer, KvListeners listeners, LongSupplier nanos) {
        this(CacheParts.of(store, timer, listeners, nanos));
    }

    private Cache(CacheParts parts) {
        this(parts, new Fallback(parts), new StaleValues(parts));
    }

    private Cache(CacheParts parts, Fallback fallback, StaleValues stale) {
        this.parts = parts;
        this.fallback = fallback;
        this.stale = stale;
        this.fill = new Fill(parts, fallback);
        this.guard = new CacheGuard(parts, fill, stale);
        this.updates = new Updates(parts, fill);
        this.looks = new LookGuard(parts, fill);
    }

    /**
     * Returns the same cache with calls that reach the store through a view, and that leave each wait for another call
     * {@linkplain io.kvkit.call.Decision.Unfinished#waits unfinished}. So many calls can be decided together: what they
     * ask of the store is sent at once, and none of them waits while another one holds a claim.
     *
     * @param view a view of the store of this cache, such as that of one bulk call
     * @param timer returns a view of the timer of this cache
     */
    public Cache together(KvStore view, UnaryOperator<Timer> timer) {
        CacheParts others = parts.on(view, timer.apply(parts.timer()));
        return new Cache(others, fallback, stale.with(others));
    }

    /** Returns the store of this cache. */
    public KvStore store() {
        return parts.store();
    }

    /** Returns the guard of calls whose results are cached. */
    public CallGuard<CacheCall> guard() {
        return guard;
    }

    /**
     * Returns the guard of calls that neither wait for a computation nor compute: each is answered with a {@link Sought}.
     * It serves callers that ask first and write later, and gives them the promise of a computation: what was invalidated
     * in between is not overwritten. Stale results are not found.
     */
    public CallGuard<CacheCall> looks() {
        return looks;
    }

    /**
     * Removes the result under a key and cancels a computation that is under way. A call that starts after the stage
     * has completed never gets the old result, unless the store failed. In that case the removal is repeated in the
     * background. The stage never fails.
     */
    public CompletionStage<Void> invalidate(Key key) {
        return parts.invalidations().invalidate(key).thenApply(acknowledged -> null);
    }

    /**
     * Removes the results under several keys, sent to the store together, as {@link #invalidate(Key)} removes one. What
     * the store does not acknowledge is repeated key by key. The stage never fails.
     */
    public CompletionStage<Void> invalidate(Collection<Key> keys) {
        return keys.isEmpty() ? DONE : parts.invalidations().invalidate(Set.copyOf(keys));
    }

    /**
     * Makes all results of a {@linkplain CacheSettings#tagged tagged} cache outdated that have one of the tags, stored
     * or under way, in one step. A call that starts after the stage has completed never gets one of them, unless the
     * store failed; then see {@link #invalidate}. The stage never fails.
     */
    public CompletionStage<Void> invalidateTags(Namespace cache, Collection<String> tags) {
        return tags.isEmpty() ? DONE : parts.invalidations().invalidate(cache, new TagChange(false, Set.copyOf(tags)));
    }

    /** Makes all results of a {@linkplain CacheSettings#tagged tagged} cache outdated, as tags do for some. */
    public CompletionStage<Void> invalidateAll(Namespace cache) {
        return parts.invalidations().invalidate(cache, TagChange.ALL);
    }

    /**
     * Removes the stored result, cancels a computation that is under way, and stores a result as a new computation
     * would. The result is not stored if it cannot be encoded, if the store fails, or if the key is invalidated or
     * computed at the same time. So a delayed write never replaces a newer result. The stage never fails.
     */
    public CompletionStage<Void> put(CacheCall call, @Nullable Object result) {
        return updates.put(call, result);
    }

    /** Returns what puts results that are computed elsewhere, so that invalidations in the meantime beat them. */
    public Updates updates() {
        return updates;
    }

    /**
     * Ends a computation whose result must not be seen yet, for instance because its transaction is still open. Use it
     * in place of {@link CallGuard#succeeded}. Waiting calls compute, one at a time in each process, until the result
     * is stored or discarded. The claim is no longer renewed, so after its lease another process can compute and store.
     * An invalidation in the meantime wins.
     *
     * @param ticket the ticket of a call of {@link #guard()}
     * @param result the result
     * @return the result, to be stored or discarded once
     */
    public Postponed postpone(Ticket ticket, @Nullable Object result) {
        parts.events().loaded((CacheTicket) ticket, true);
        parts.loadTimes().took((CacheTicket) ticket, parts.store());
        return Postponed.of(parts, fill, (CacheTicket) ticket, result);
    }

    /** Returns a result that another view of this cache has postponed, so that this one stores or discards it. */
    public Postponed taken(Postponed result) {
        return result.by(parts, fill);
    }

    /** Returns the result of a call from its near cache, without I/O; null if there is none. */
    public @Nullable Answer nearby(CacheCall call) {
        return parts.nearby(call, parts.near(call));
    }

    /** Returns the near cache of the results of a namespace; null if it has none. */
    public @Nullable NearCache near(Namespace namespace, CacheSettings settings) {
        return parts.near().of(namespace, settings.near());
    }

    /** Empties the near cache of a namespace in this process; the next calls use one as their settings say. */
    public void forgetNear(Namespace cache) {
        parts.near().forget(cache);
    }

    /**
     * Reads a fresh result from the store; null if there is none. The stage fails if the store fails. It may be completed
     * on a thread of the store, so call {@link #value}, which decodes, on another one.
     */
    public CompletionStage<@Nullable StoredResult> stored(CacheCall call) {
        return StoredResult.fresh(parts, call).whenComplete((found, failure) -> {
            if (found == null) {
                parts.tell(call, failure == null ? Outcome.ABSENT : Outcome.STORE_FAILURE);
            }
        });
    }

    /** Returns the result that was read; null if it is damaged or has another type. */
    public @Nullable Object value(CacheCall call, StoredResult found) {
        Answer answer = parts.hit(call, found.begun(), found.bytes(), found.record());
        if (answer == null) {
            parts.tell(call, Outcome.ABSENT);
        }
        return answer == null ? null : answer.value();
    }

    /** Counts a call that did not come to the guard, because something else has decided about it. */
    public void tell(CacheCall call, Outcome outcome) {
        parts.tell(call, outcome);
    }

    /** Counts a call for which there is no key. */
    public void tell(Namespace cache, Outcome outcome) {
        parts.tell(cache, outcome);
    }

    /**
     * Returns what is known about the key of a call, and changes nothing: its value is neither decoded nor counted as a
     * hit. A value that was removed by its tags has lapsed. The stage fails if the store fails.
     */
    public CompletionStage<CacheEntry> explain(CacheCall call) {
        return new Look(parts, call).entry();
    }

    /** Logs once why the results of a cache will not be stored, before the first result. */
    public void foresee(String cache, CodecException reason) {
        parts.results().tell(cache, reason);
    }

    // The number of computations under way, here or watched in other processes.
    int open() {
        return parts.flights().open();
    }

    /**
     * Ends background work and empties the near caches; call it before the store is closed. Invalidations that the
     * store did not acknowledge are no longer repeated. The store stays open.
     */
    @Override
    public void close() {
        parts.invalidations().close();
        parts.near().close();
    }
}
