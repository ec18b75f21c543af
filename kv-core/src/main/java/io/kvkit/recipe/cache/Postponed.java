package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A computed result that is not stored yet. Call exactly one of {@link #store} and {@link #discard}, once. Instances
 * are safe for use by several threads.
 *
 * <pre>{@code
 * Postponed postponed = cache.postpone(ticket, product);
 * transaction.afterCommit(postponed::store);
 * transaction.afterRollback(postponed::discard);
 * }</pre>
 *
 * @since 0.1
 */
public final class Postponed {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final CacheParts parts;
    private final Fill fill;
    private final CacheTicket ticket;
    private final Computed computed;
    private final boolean storable;
    private final long computedAt;

    private Postponed(CacheParts parts, Fill fill, CacheTicket ticket, Computed computed, long computedAt) {
        this.parts = parts;
        this.fill = fill;
        this.ticket = ticket;
        this.computed = computed;
        this.storable = ticket instanceof CacheTicket.Claimed && computed.ttlMillis() > 0;
        this.computedAt = computedAt;
    }

    static Postponed of(CacheParts parts, Fill fill, CacheTicket ticket, @Nullable Object result) {
        long now = parts.store().nowMicros(ticket.call().key());
        Postponed postponed = new Postponed(parts, fill, ticket, Computed.of(parts, ticket, result), now);
        postponed.begin();
        return postponed;
    }

    private void begin() {
        if (storable && ticket instanceof CacheTicket.Claimed claimed) {
            claimed.held().rest();
            claimed.over().complete(null);
            claimed.flight().postpone();
        } else {
            end();
        }
    }

    /** Returns the same result, which ends by other parts of the same cache. */
    Postponed by(CacheParts others, Fill other) {
        return new Postponed(
                others,
                other,
                ticket instanceof CacheTicket.Claimed own ? own.by(others) : ticket,
                computed,
                computedAt);
    }

    /** Returns whether there is anything to store, so that {@link #result} may answer later calls. */
    public boolean storable() {
        return storable;
    }

    /** Returns the result for a later call, decoded for it alone, in an Optional or not. It runs the codec. */
    public @Nullable Object result(CacheCall call) {
        byte[] payload = computed.payload();
        Decision copy = payload == null ? null : parts.results().decoded(ticket.call(), payload, 0);
        return call.codec().delivered(copy instanceof Answer answer ? answer.value() : computed.result());
    }

    /** Returns whether a call may use the {@link #result}, by its own rules. */
    public boolean isValid(CacheCall call, @Nullable Object result) {
        return parts.results().isValid(call, result);
    }

    /** Stores the result if its claim is still valid; its life began when it was computed. The stage never fails. */
    public CompletionStage<Void> store() {
        if (!storable) {
            return DONE;
        }
        long passed = (parts.store().nowMicros(ticket.call().key()) - computedAt) / 1_000;
        long left = computed.ttlMillis() - Math.max(0, passed);
        return left <= 0 ? end() : quietly(fill.succeeded(ticket, computed.withTtl(left)));
    }

    /** Gives the claim back without a result. The stage never fails. */
    public CompletionStage<Void> discard() {
        return storable ? end() : DONE;
    }

    private CompletionStage<Void> end() {
        return quietly(fill.abandoned(ticket, new CancellationException("The result is not stored")));
    }

    private static CompletionStage<Void> quietly(CompletionStage<?> end) {
        return end.handle((done, failure) -> null);
    }
}
