package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.HeldClaim;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a computation: stores its result if the claim is still valid, and passes it to the waiting calls. */
final class Fill {

    private final CacheParts parts;
    private final Fallback fallback;

    Fill(CacheParts parts, Fallback fallback) {
        this.parts = parts;
        this.fallback = fallback;
    }

    CompletionStage<Decision> succeeded(CacheTicket ticket, Computed computed) {
        byte[] payload = computed.payload();
        CompletionStage<?> stored =
                ticket instanceof CacheTicket.Claimed claimed && payload != null && computed.ttlMillis() > 0
                        ? store(claimed, payload, computed.ttlMillis())
                        : unstored(ticket);
        return stored.handle((done, failure) -> {
            close(ticket, computed.end());
            return new Answer(computed.result());
        });
    }

    // A result that must not be stored is newer than the stale value, which must not be given out any more.
    private CompletionStage<?> unstored(CacheTicket ticket) {
        CacheCall call = ticket.call();
        if (!(ticket instanceof CacheTicket.Claimed claimed)
                || !call.settings().staleness().isServed()) {
            return released(ticket);
        }
        return claimed.held()
                .release()
                .thenCompose(reply -> reply == FailReply.RELEASED
                        ? parts.claims().invalidate(call.key(), null)
                        : CompletableFuture.completedFuture(false));
    }

    CompletionStage<Decision> failed(CacheTicket ticket, Throwable failure) {
        parts.tell(ticket.call(), Outcome.LOAD_FAILED);
        if (!fallback.mayReplace(ticket, failure)) {
            return rejected(ticket, failure);
        }
        fallback.failed(ticket.call(), failure);
        return fallback.found(ticket.call()).thenCompose(found -> replaced(ticket, failure, found));
    }

    private CompletionStage<Decision> replaced(CacheTicket ticket, Throwable failure, @Nullable ClaimRecord found) {
        return found == null
                ? rejected(ticket, failure)
                : fallback.paused(ticket, found).thenCompose(kept -> {
                    if (!kept) {
                        return rejected(ticket, failure);
                    }
                    byte[] payload = found.payload();
                    close(ticket, new End.Stale(payload, failure));
                    return Waiting.later(() -> CompletableFuture.completedFuture(
                            Fallback.orFailure(parts, ticket.call(), payload, failure)));
                });
    }

    private CompletionStage<Decision> rejected(CacheTicket ticket, Throwable failure) {
        End end = isOfItsCallerOnly(failure) ? new End.Gone() : new End.Failed(failure);
        return released(ticket).handle((done, storeFailure) -> {
            if (storeFailure != null && Failures.unwrap(storeFailure) != failure) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            close(ticket, end);
            return new Reject(failure);
        });
    }

    // A cancelled or interrupted computation says nothing to the calls that wait for it.
    private static boolean isOfItsCallerOnly(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof InterruptedException
                || failure instanceof ClosedByInterruptException
                || (failure.getCause() != null
                        && failure.getCause() != failure
                        && isOfItsCallerOnly(failure.getCause()));
    }

    /** Ends a computation that was not started. */
    CompletionStage<Decision> abandoned(CacheTicket ticket, Throwable reason) {
        return released(ticket).handle((done, storeFailure) -> {
            close(ticket, new End.Gone());
            return new Reject(reason);
        });
    }

    private static CompletionStage<?> released(CacheTicket ticket) {
        return ticket instanceof CacheTicket.Claimed claimed
                ? claimed.held().release()
                : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> store(CacheTicket.Claimed ticket, byte[] payload, long ttl) {
        HeldClaim held = ticket.held();
        return held.complete(completion(ticket.call(), payload, ttl), (late, lost) -> {})
                .whenComplete((reply, failure) -> {
                    if (reply != CompleteReply.STORED) {
                        parts.tell(ticket.call(), Outcome.NOT_STORED);
                    }
                    if (failure != null && isRefused(Failures.unwrap(failure))) {
                        held.release();
                    }
                });
    }

    // A result that is stored late, because the store failed in the meantime, does not live longer for that reason.
    private Supplier<Completion> completion(CacheCall call, byte[] payload, long ttl) {
        Key key = call.key();
        long staleMillis = call.settings().staleness().lifeMillis();
        long ended = parts.store().nowMicros(key);
        return () -> {
            long passed = Math.max(0, (parts.store().nowMicros(key) - ended) / 1_000);
            long left = Math.max(1, ttl - passed);
            return new Completion(payload, left, left + staleMillis, 0, null, IfMissing.REFUSE);
        };
    }

    // The store would refuse the same result again, and meanwhile no other call could fill the key.
    private static boolean isRefused(Throwable failure) {
        return !(failure instanceof KvException error)
                || switch (error.kind()) {
                    case PERMANENT, CAPACITY, READ_ONLY, AUTHENTICATION -> true;
                    case TRANSIENT, TIMEOUT, UNKNOWN -> false;
                };
    }

    private void close(CacheTicket ticket, End end) {
        if (ticket instanceof CacheTicket.Claimed claimed) {
            parts.flights().close(claimed.token(), ticket.flight(), end);
        } else if (ticket instanceof CacheTicket.Relief) {
            ticket.flight().relieved(end);
        } else {
            ticket.flight().end(end);
        }
    }
}
