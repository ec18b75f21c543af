package io.kvkit.cache;

import io.kvkit.cache.Flight.End;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.codec.CodecException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a computation: stores its result if the claim still stands, and hands it to the calls that wait. */
final class Fill {

    // What is left of a failed computation; long enough for a resent step to find its own token.
    private static final long FAILED_MILLIS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    private final CacheParts parts;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Fill(CacheParts parts) {
        this.parts = parts;
    }

    CompletionStage<Decision> succeeded(CacheTicket ticket, @Nullable Object result) {
        boolean storable;
        try {
            storable = ticket.call().storable().test(result);
        } catch (RuntimeException e) {
            return failed(ticket, e);
        }
        End end = endOf(ticket.call(), result);
        CompletionStage<?> stored = ticket instanceof CacheTicket.Claimed claimed
                ? store(claimed, ticket.call().settings().ttlMillisOf(result), storable ? end : new End.Gone())
                : CompletableFuture.completedFuture(null);
        return stored.handle((done, failure) -> {
            close(ticket, end);
            return new Answer(result);
        });
    }

    CompletionStage<Decision> failed(CacheTicket ticket, Throwable failure) {
        CompletionStage<?> released = ticket instanceof CacheTicket.Claimed claimed
                ? release(claimed)
                : CompletableFuture.completedFuture(null);
        return released.handle((done, storeFailure) -> {
            if (storeFailure != null) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            // What was cancelled before it began says nothing to those that wait for it.
            close(ticket, failure instanceof CancellationException ? new End.Gone() : new End.Failed(failure));
            return new Reject(failure);
        });
    }

    private End endOf(CacheCall call, @Nullable Object result) {
        try {
            return new End.Landed(call.codec().encode(result));
        } catch (CodecException e) {
            parts.count(call, CacheEvent.NOT_ENCODABLE);
            tell(call.settings().name(), e);
            return new End.Shared(result);
        }
    }

    // Once: the next results of the method will be no better.
    private void tell(String cache, CodecException failure) {
        if (told.add(cache + " " + failure.getMessage())) {
            log.warn("Results of cache {} are not stored: {}", cache, failure.getMessage());
        }
    }

    private CompletionStage<?> store(CacheTicket.Claimed ticket, long ttl, End end) {
        if (ttl == 0 || !(end instanceof End.Landed landed)) {
            return release(ticket);
        }
        var completion = new Completion(landed.payload(), ttl, ttl, 0, null, IfMissing.REFUSE);
        return parts.claims()
                .complete(ticket.call().key(), ticket.token(), completion)
                .whenComplete((reply, failure) -> {
                    if (reply != CompleteReply.STORED) {
                        parts.count(ticket.call(), CacheEvent.NOT_STORED);
                    }
                });
    }

    private CompletionStage<?> release(CacheTicket.Claimed ticket) {
        return parts.claims().fail(ticket.call().key(), ticket.token(), FAILED_MILLIS);
    }

    private void close(CacheTicket ticket, End end) {
        if (ticket instanceof CacheTicket.Claimed claimed) {
            claimed.beat().cancel();
            parts.flights().close(claimed.token(), ticket.flight(), end);
        } else {
            ticket.flight().end(end);
        }
    }
}
