package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.StoredEntry;
import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.CacheEntry.Owner;
import io.kvkit.recipe.cache.CacheEntry.Tier;
import io.kvkit.recipe.cache.CacheEntry.Value;
import io.kvkit.recipe.cache.near.NearCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at one key as its next call would, and changes nothing. */
record Look(CacheParts parts, CacheCall call) {

    private static final CompletionStage<byte @Nullable []> NOTHING = CompletableFuture.completedFuture(null);

    /** Returns what is there. The stage fails if the store fails. */
    CompletionStage<CacheEntry> entry() {
        CompletionStage<byte @Nullable []> tags = !call.settings().tagged()
                ? NOTHING
                : parts.get(Outdated.key(call.key().namespace())).exceptionallyCompose(Look::foreign);
        CompletionStage<byte @Nullable []> record = parts.get(call.key())
                .thenCompose(bytes -> bytes == null ? NOTHING : parts.chunks().whole(call.key(), bytes));
        return tags.thenCombine(record, this::entry);
    }

    private static CompletionStage<byte @Nullable []> foreign(Throwable failure) {
        return Outdated.isForeign(failure) ? NOTHING : CompletableFuture.failedFuture(Failures.unwrap(failure));
    }

    private CacheEntry entry(byte @Nullable [] tags, byte @Nullable [] bytes) {
        long now = parts.store().nowMicros(call.key());
        StoredEntry stored = StoredEntry.of(bytes, now);
        ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
        if (bytes == null || record == null) {
            return new CacheEntry(stored, tier(null, false), bytes == null ? 0 : bytes.length, null, null);
        }
        boolean outdated = parts.isUnsure(call) || (call.settings().tagged() && Outdated.isOutdated(call, tags, bytes));
        return new CacheEntry(
                outdated ? stored.outdated() : stored,
                tier(record, outdated),
                bytes.length,
                record.hasValue() ? value(bytes, record, outdated, now) : null,
                owner(record, now));
    }

    private Tier tier(@Nullable ClaimRecord record, boolean outdated) {
        NearCache near = parts.near(call);
        if (near != null && near.answers(call.key(), call.codec())) {
            return Tier.NEAR;
        }
        return record != null && !outdated && isAnswer(record) ? Tier.STORE : Tier.NONE;
    }

    private boolean isAnswer(ClaimRecord record) {
        return switch (parts.freshness(call, record)) {
            case FRESH, STALE -> true;
            case FALLBACK -> parts.isPaused(call, record);
            case NONE -> false;
        };
    }

    private Value value(byte[] bytes, ClaimRecord record, boolean outdated, long now) {
        int offset = parts.payloadOffset(call, bytes, record);
        List<Long> tags = call.settings().tagged() ? Tagged.tags(bytes, record.payloadOffset()) : List.of();
        return new Value(
                record.isOfItsOwner() ? left(now, Math.min(now, record.fence())) : null,
                left(record.freshUntil(), now),
                left(record.hardUntil(), now),
                tags.stream().map(CacheEntry::hex).toList(),
                outdated,
                call.codec().form(bytes, offset));
    }

    private static @Nullable Owner owner(ClaimRecord record, long now) {
        Token token = record.token();
        return record.state() == State.PROCESSING && record.leaseUntil() > now
                ? new Owner(token.shortened(), token.isOfThisProcess(), left(record.leaseUntil(), now))
                : null;
    }

    private static Duration left(long until, long now) {
        return Duration.ofNanos((until - now) * 1_000);
    }
}
