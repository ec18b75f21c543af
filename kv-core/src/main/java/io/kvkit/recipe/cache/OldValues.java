package io.kvkit.recipe.cache;

import io.kvkit.call.Decision.Answer;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.recipe.cache.Refresh.Old;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the old values for loads that replace them.
 *
 * <p>The value is read after its key was claimed and after the stamp of the load was taken. So whatever was invalidated
 * before is not there, and whatever is invalidated later cancels the claim or is above the stamp.
 */
final class OldValues {

    private OldValues() {}

    /** Reads the value that a claim has kept. */
    static CompletionStage<CacheTicket.Claimed> read(CacheParts parts, CacheTicket.Claimed ticket) {
        return parts.usable(ticket.call())
                .exceptionally(failure -> null)
                .thenApply(found -> ticket.withRefresh(
                        found == null || !isKeptBy(ticket, found)
                                ? Refresh.none()
                                : new Refresh<>(() -> decoded(parts, ticket.call(), found))));
    }

    private static boolean isKeptBy(CacheTicket.Claimed ticket, StoredResult found) {
        return found.record().state() == State.PROCESSING
                && found.record().token().equals(ticket.token());
    }

    private static @Nullable Old decoded(CacheParts parts, CacheCall call, StoredResult found) {
        int offset = parts.payloadOffset(call, found.bytes(), found.record());
        int start = found.record().payloadOffset();
        Answer answer = parts.results().valid(call, found.bytes(), offset);
        return answer == null
                ? null
                : new Old(
                        answer.value(),
                        parts.results().validator(call, found.bytes(), offset),
                        Arrays.copyOfRange(found.bytes(), offset, found.bytes().length),
                        call.settings().tagged() ? Tagged.tags(found.bytes(), start) : List.of());
    }
}
