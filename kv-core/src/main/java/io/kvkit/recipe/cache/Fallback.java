package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.LogThrottle;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Key;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces failures of computations by stale values.
 *
 * <p>The value is read after the failure, so that what an invalidation has removed is never given out.
 */
final class Fallback {

    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    private final CacheParts parts;
    private final ConcurrentMap<String, LogThrottle> failures = new ConcurrentHashMap<>();

    Fallback(CacheParts parts) {
        this.parts = parts;
    }

    /** Returns whether a stale value may replace a failure. A thread that was interrupted shall end. */
    boolean mayReplace(CacheTicket ticket, Throwable failure) {
        return ticket.call().settings().staleness().isKept()
                && !(ticket instanceof CacheTicket.Turn)
                && !(failure instanceof InterruptedException)
                && !(failure instanceof ClosedByInterruptException)
                && !(failure instanceof VirtualMachineError);
    }

    /**
     * Ends a failed computation so that no other one starts for a moment. The result is false if the record that was
     * found was removed in the meantime, or if the store failed.
     */
    CompletionStage<Boolean> paused(CacheTicket ticket, ClaimRecord found) {
        if (!(ticket instanceof CacheTicket.Claimed claimed)) {
            return CompletableFuture.completedFuture(true);
        }
        CompletionStage<Boolean> ended =
                found.state() == State.PROCESSING && found.token().equals(claimed.token())
                        ? pause(claimed, found)
                        : claimed.held().release().thenApply(reply -> true);
        return ended.exceptionally(failure -> false);
    }

    // Nobody waits when there is no value that can be given out meanwhile.
    private CompletionStage<Boolean> pause(CacheTicket.Claimed claimed, ClaimRecord found) {
        Key key = claimed.call().key();
        Staleness staleness = claimed.call().settings().staleness();
        long pause = parts.store().nowMicros(key) + staleness.retryPauseMillis() * 1_000;
        long until = staleness.isServed() ? pause : Math.min(pause, found.freshUntil());
        return claimed.held()
                .releaseAfter(() -> Duration.ofNanos((until - parts.store().nowMicros(key)) * 1_000));
    }

    /** Tells and logs that a computation failed although its callers may get a stale value. */
    void failed(CacheCall call, Throwable failure) {
        String cache = call.settings().name();
        LogThrottle throttle = failures.computeIfAbsent(cache, name -> new LogThrottle());
        if (throttle.allows(parts.store().nowMicros(call.key()))) {
            log.warn(
                    "Loads of cache {} fail, and callers get stale values: {}",
                    cache,
                    failure.getClass().getName());
        }
        log.debug("A load of cache {} failed", cache, failure);
    }

    /** Returns the stale value for one call, decoded by its own codec; the failure if it is damaged or not valid. */
    static Decision orFailure(CacheParts parts, CacheCall call, byte[] payload, Throwable failure) {
        Answer found = parts.results().valid(call, payload, 0);
        if (found == null) {
            return new Reject(failure);
        }
        parts.tell(call, Outcome.STALE_ON_ERROR);
        return found;
    }
}
