package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Token;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives out values past their time to live, and lets one call in the background compute the next ones. */
final class StaleValues {

    private static final Decision NOTHING_TO_DO = new Answer(null);

    /** By how much two estimates of the store's time may differ. */
    private static final long MOMENT_MICROS = 10_000;

    private final CacheParts parts;
    private final Set<Key> claiming;

    StaleValues(CacheParts parts) {
        this(parts, ConcurrentHashMap.newKeySet());
    }

    private StaleValues(CacheParts parts, Set<Key> claiming) {
        this.parts = parts;
        this.claiming = claiming;
    }

    /** Returns the same values for calls with other parts. */
    StaleValues with(CacheParts other) {
        return new StaleValues(other, claiming);
    }

    /** Returns whether a call gets the value of a record at once, although it is past its time to live. */
    boolean isAnswer(CacheCall call, ClaimRecord record, Freshness freshness) {
        return freshness == Freshness.STALE || (freshness == Freshness.FALLBACK && parts.isPaused(call, record));
    }

    /** Returns a valid answer that was found stale, with a refresh unless the key is claimed. */
    Decision answer(CacheCall call, Answer found, ClaimRecord record) {
        parts.tell(call, Outcome.STALE);
        return parts.isClaimed(call.key(), record) ? found : new Answer(found.value(), () -> refresh(call, null));
    }

    /** Returns a valid answer that was found fresh, with a refresh if its life ends soon. */
    Answer early(CacheCall call, Answer found, long leftMicros) {
        return call.settings().staleness().early() > 0 && parts.loadTimes().isDue(call, leftMicros)
                ? new Answer(found.value(), () -> early(call, leftMicros))
                : found;
    }

    // By the time this runs, another call may have stored the next value already.
    private CompletionStage<Decision> early(CacheCall call, long leftMicros) {
        return parts.found(call, null).thenCompose(found -> {
            ClaimRecord record = found == null ? null : found.record();
            return record != null && isDue(call, record, leftMicros)
                    ? refresh(call, record)
                    : CompletableFuture.completedFuture(NOTHING_TO_DO);
        });
    }

    private boolean isDue(CacheCall call, ClaimRecord record, long leftMicros) {
        return !parts.isClaimed(call.key(), record) && parts.leftMicros(call, record) <= leftMicros + MOMENT_MICROS;
    }

    // Many calls see the value before one of them has claimed the key. In each process, one of them asks for it.
    private CompletionStage<Decision> refresh(CacheCall call, @Nullable ClaimRecord fresh) {
        if (!claiming.add(call.key())) {
            return CompletableFuture.completedFuture(NOTHING_TO_DO);
        }
        return begun(call, fresh).handle((begun, failure) -> {
            CacheTicket ticket = begun == null ? null : begun.ticket();
            release(call, fresh != null, ticket);
            if (ticket == null) {
                return NOTHING_TO_DO;
            }
            parts.tell(call, Outcome.REFRESH);
            return new Proceed(ticket);
        });
    }

    // Calls that find a fresh value do not see that another one computes already.
    private void release(CacheCall call, boolean early, @Nullable CacheTicket ticket) {
        Runnable release = () -> claiming.remove(call.key());
        if (!early) {
            release.run();
        } else if (ticket != null) {
            CompletionStage<?> over = ticket.over();
            over.whenComplete((done, failure) -> release.run());
        } else {
            parts.timer().after(Duration.ofMillis(call.settings().staleness().retryPauseMillis()), release);
        }
    }

    private CompletionStage<Computation> begun(CacheCall call, @Nullable ClaimRecord fresh) {
        long lease = call.settings().loading().leaseMillis();
        Token token = Token.random();
        ClaimRequest request =
                fresh == null ? ClaimRequest.refresh(token, lease) : ClaimRequest.early(token, lease, fresh.fence());
        return Failures.caught(() -> parts.outdated().read(call))
                .thenCompose(tags -> Computation.claim(parts, call, tags.last(), request));
    }
}
