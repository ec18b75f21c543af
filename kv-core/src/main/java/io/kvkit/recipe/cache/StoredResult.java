package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.recipe.cache.near.NearRead;
import io.kvkit.tag.TagRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A fresh result that was read and not yet decoded.
 *
 * @param begun the read that found it; null if the near cache does not keep it
 * @param bytes the bytes of its record, with or without the parts of a long payload
 * @param record the view of the bytes
 * @since 0.1
 */
public record StoredResult(@Nullable NearRead begun, byte[] bytes, ClaimRecord record) {

    /** Reads a fresh result with its payload; null if there is none. The stage fails if the store fails. */
    static CompletionStage<@Nullable StoredResult> fresh(CacheParts parts, CacheCall call) {
        return parts.isUnsure(call)
                ? parts.invalidations().again(call).thenCompose(gone -> fresh(parts, call))
                : parts.found(call, parts.beginRead(call))
                        .thenCompose(found -> found != null && parts.freshness(call, found.record()) == Freshness.FRESH
                                ? parts.whole(call, found)
                                : CompletableFuture.completedFuture(null));
    }

    /** Returns what some bytes hold for a call, unless it is outdated; null if there is nothing. */
    static @Nullable StoredResult of(
            CacheCall call, @Nullable NearRead begun, TagRecord tags, byte @Nullable [] bytes) {
        ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
        return bytes == null || record == null || Outdated.isOutdated(call, tags, bytes, record)
                ? null
                : new StoredResult(begun, bytes, record);
    }
}
