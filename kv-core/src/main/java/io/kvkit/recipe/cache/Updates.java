package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tag.TagRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into a cache that are computed elsewhere. Instances are safe for use by several threads.
 *
 * <p>A mark is made before a value is computed. It has the fence of the record, which changes with every claim and every
 * removal: so the value is stored only if the record is still the one of the mark. A missing record has no fence, so a
 * claim that is given back at once takes its place; it keeps nobody waiting.
 *
 * <pre>{@code
 * cache.updates().mark(call).thenCompose(mark -> cache.updates().put(call, catalog.save(product), mark));
 * }</pre>
 *
 * @since 0.1
 */
public final class Updates {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final long LEASE_MILLIS = 1_000;
    private static final long MARK_MILLIS = Duration.ofMinutes(10).toMillis();

    private final CacheParts parts;
    private final Fill fill;

    Updates(CacheParts parts, Fill fill) {
        this.parts = parts;
        this.fill = fill;
    }

    /** Marks the record of a call. The stage never fails; it gives null if the store fails. */
    public CompletionStage<@Nullable Mark> mark(CacheCall call) {
        CompletionStage<TagRecord> tags = Failures.caught(() -> parts.outdated().read(call));
        return seen(call.key())
                .thenCombine(tags, (fence, before) -> fence == null ? null : new Mark(call.key(), before.last(), fence))
                .exceptionally(failure -> null);
    }

    /**
     * Marks the tags of a cache, for a value whose key is not known yet. The stage never fails; it gives null if the store
     * fails.
     */
    public CompletionStage<@Nullable Mark> mark(Namespace cache, CacheSettings settings) {
        return Failures.caught(() -> parts.outdated().read(cache, settings))
                .<@Nullable Mark>thenApply(tags -> new Mark(null, tags.last(), 0))
                .exceptionally(failure -> null);
    }

    private CompletionStage<@Nullable Long> seen(Key key) {
        return Failures.caught(() -> parts.store().get(key)).thenCompose(bytes -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            return record == null ? planted(key) : CompletableFuture.completedFuture(record.fence());
        });
    }

    private CompletionStage<@Nullable Long> planted(Key key) {
        ClaimRequest request =
                new ClaimRequest(Token.random(), null, LEASE_MILLIS, MARK_MILLIS, Mode.REFRESH, Foreign.REPLACE);
        return parts.claims().claim(key, request).thenCompose(reply -> {
            if (!(reply instanceof ClaimReply.Claimed claimed)) {
                return CompletableFuture.completedFuture(null);
            }
            return parts.claims().fail(key, request.token(), MARK_MILLIS).thenApply(given -> claimed.fence());
        });
    }

    /** Stores a value unless the record changes at the same time. The stage never fails. */
    CompletionStage<Void> put(CacheCall call, @Nullable Object result) {
        Computed computed = Computed.of(parts, call, result);
        return computed.ttlMillis() <= 0
                ? removed(call.key())
                : mark(call).thenCompose(mark -> mark == null ? removed(call.key()) : put(call, computed, mark));
    }

    /**
     * Stores a value if the record is still the marked one; otherwise removes what is there. The stage never fails.
     *
     * @param mark made before the value was computed; null to remove only
     */
    public CompletionStage<Void> put(CacheCall call, @Nullable Object result, @Nullable Mark mark) {
        Computed computed = Computed.of(parts, call, result);
        if (mark == null || computed.ttlMillis() <= 0) {
            return removed(call.key());
        }
        return mark.isOf(call.key()) ? put(call, computed, mark) : marked(call, computed, mark);
    }

    // The key became known with the value.
    private CompletionStage<Void> marked(CacheCall call, Computed computed, Mark mark) {
        return seen(call.key())
                .exceptionally(failure -> null)
                .thenCompose(fence -> fence == null
                        ? removed(call.key())
                        : put(call, computed, new Mark(call.key(), mark.stamp(), fence)));
    }

    private CompletionStage<Void> put(CacheCall call, Computed computed, Mark mark) {
        long lease = call.settings().loading().leaseMillis();
        ClaimRequest request = ClaimRequest.overwrite(Token.random(), lease, mark.fence());
        return Computation.claim(parts, call, mark.stamp(), request)
                .handle((begun, failure) -> begun == null ? null : begun.ticket())
                .thenCompose(ticket -> ticket == null ? removed(call.key()) : filled(ticket, computed));
    }

    private CompletionStage<Void> filled(CacheTicket.Claimed ticket, Computed computed) {
        parts.near().drop(ticket.call().key());
        return fill.succeeded(ticket, computed).thenCompose(done -> DONE);
    }

    private CompletionStage<Void> removed(Key key) {
        return parts.invalidations().invalidate(key).thenCompose(gone -> DONE);
    }
}
