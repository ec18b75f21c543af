package io.kvkit.recipe.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearRead;
import io.kvkit.store.Lookup;
import io.kvkit.tag.TagRecord;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers from the store, lets one call per key compute, and makes the others wait for it. */
final class CacheGuard implements CallGuard<CacheCall> {

    private final CacheParts parts;
    private final Fill fill;
    private final StaleValues stale;

    CacheGuard(CacheParts parts, Fill fill, StaleValues stale) {
        this.parts = parts;
        this.fill = fill;
        this.stale = stale;
    }

    @Override
    public @Nullable Decision decideNow(CacheCall call) {
        NearCache near = parts.near(call);
        Answer hit = parts.nearby(call, near);
        if (hit == null || near == null) {
            return parts.immediate() ? read(call, near) : null;
        }
        return call.settings().staleness().early() == 0
                ? hit
                : stale.early(call, hit, near.leftMicros(call.key(), call.codec()));
    }

    private @Nullable Decision read(CacheCall call, @Nullable NearCache near) {
        NearRead begun = near == null ? null : near.begin(call.key());
        StoredResult found = parts.isUnsure(call) ? null : found(call, begun);
        return found == null ? null : decideNow(call, begun, found.bytes(), found.record());
    }

    private @Nullable Decision decideNow(CacheCall call, @Nullable NearRead begun, byte[] bytes, ClaimRecord record) {
        Freshness freshness = parts.freshness(call, record);
        if (freshness == Freshness.FRESH) {
            Answer hit = parts.hit(call, begun, bytes, record);
            return hit == null ? null : stale.early(call, hit, parts.leftMicros(call, record));
        }
        if (!stale.isAnswer(call, record, freshness)) {
            return null;
        }
        Answer found = parts.results().valid(call, bytes, parts.payloadOffset(call, bytes, record));
        return found == null ? null : stale.answer(call, found, record);
    }

    // A failure here occurs again in decide, which handles it.
    private @Nullable StoredResult found(CacheCall call, @Nullable NearRead begun) {
        try {
            TagRecord tags = parts.outdated().readNow(call);
            Lookup lookup = tags == null ? null : parts.store().getNow(call.key());
            return tags == null || lookup == null ? null : StoredResult.of(call, begun, tags, lookup.value());
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Override
    public CompletionStage<Decision> decide(CacheCall call) {
        return new Attempt(parts, stale, call, Nesting.current()).decide();
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        CacheTicket own = (CacheTicket) ticket;
        parts.events().loaded(own, true);
        parts.loadTimes().took(own, parts.store());
        return fill.succeeded(own, Computed.of(parts, own, value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return fill.failed((CacheTicket) ticket, failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return fill.abandoned((CacheTicket) ticket, reason);
    }
}
