package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.Token;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Flight.End;
import io.kvkit.store.KvException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a computation: stores its result if the claim is still valid, and passes it to the waiting calls. */
final class Fill {

    private static final byte[] NOTHING = {};

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
                        ? store(claimed, computed, payload)
                        : unstored(ticket);
        return stored.handle((done, failure) -> {
            close(ticket, computed.end(ticket.stamp()));
            return new Answer(computed.result());
        });
    }

    /** Stores a result that nobody waits for. The stage says whether it is stored, and never fails. */
    CompletionStage<Boolean> kept(CacheTicket.Claimed ticket, Computed computed) {
        byte[] payload = computed.payload();
        return payload == null || computed.ttlMillis() <= 0
                ? CompletableFuture.completedFuture(false)
                : store(ticket, computed, payload).handle((reply, failure) -> reply == CompleteReply.STORED);
    }

    // A result that must not be stored is newer than the stale value, which must not be given out any more.
    private CompletionStage<?> unstored(CacheTicket ticket) {
        CacheCall call = ticket.call();
        if (!(ticket instanceof CacheTicket.Claimed claimed)
                || !call.settings().staleness().isKept()) {
            return released(ticket);
        }
        return released(claimed)
                .thenCompose(reply -> reply == FailReply.RELEASED
                        ? parts.claims().invalidate(call.key(), null)
                        : CompletableFuture.completedFuture(false));
    }

    CompletionStage<Decision> failed(CacheTicket ticket, Throwable failure) {
        parts.tell(ticket.call(), Outcome.LOAD_FAILED);
        parts.events().loaded(ticket, false);
        if (!fallback.mayReplace(ticket, failure)) {
            return rejected(ticket, failure);
        }
        if (ticket.call().settings().staleness().isServed()) {
            fallback.failed(ticket.call(), failure);
        }
        return parts.usable(ticket.call())
                .exceptionally(storeFailure -> null)
                .thenCompose(found -> replaced(ticket, failure, found));
    }

    private CompletionStage<Decision> replaced(CacheTicket ticket, Throwable failure, @Nullable StoredResult found) {
        return found == null
                ? rejected(ticket, failure)
                : fallback.paused(ticket, found.record()).thenCompose(kept -> {
                    if (!kept) {
                        return rejected(ticket, failure);
                    }
                    byte[] payload = parts.payload(ticket.call(), found);
                    close(ticket, new End.Stale(payload, failure, ticket.stamp()));
                    return Unfinished.later(() -> CompletableFuture.completedFuture(
                            Fallback.orFailure(parts, ticket.call(), payload, failure)));
                });
    }

    private CompletionStage<Decision> rejected(CacheTicket ticket, Throwable failure) {
        End end = End.of(failure);
        return released(ticket).handle((done, storeFailure) -> {
            if (storeFailure != null && !isTold(failure, Failures.unwrap(storeFailure))) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            close(ticket, end);
            return new Reject(failure);
        });
    }

    // A call that computed many keys has one failure, and one reason why their claims did not end.
    private static boolean isTold(Throwable failure, Throwable storeFailure) {
        return storeFailure == failure
                || Arrays.stream(failure.getSuppressed()).anyMatch(KvException.class::isInstance);
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
                ? released(claimed)
                : CompletableFuture.completedFuture(null);
    }

    private static CompletionStage<FailReply> released(CacheTicket.Claimed ticket) {
        ticket.flight().setEnding();
        long sent = System.nanoTime();
        return ticket.held().release().whenComplete((reply, failure) -> {
            if (reply == FailReply.RELEASED) {
                ticket.flight().prove(sent);
            }
        });
    }

    private CompletionStage<@Nullable CompleteReply> store(
            CacheTicket.Claimed ticket, Computed computed, byte[] payload) {
        if (parts.chunks().isLong(payload)) {
            return storeInParts(ticket, computed, payload);
        }
        return computed.kept()
                ? storeKept(ticket, computed, payload)
                : storeWhole(ticket, computed, computed.value(ticket.call(), payload));
    }

    // If the life of the value has ended in the meantime, it is written again, unless its claim is gone too.
    private CompletionStage<@Nullable CompleteReply> storeKept(
            CacheTicket.Claimed ticket, Computed computed, byte[] payload) {
        return sent(ticket, computed, NOTHING)
                .whenComplete((reply, failure) -> {
                    if (reply != CompleteReply.MISSING) {
                        ended(ticket, reply, failure);
                    }
                })
                .thenCompose(reply -> reply == CompleteReply.MISSING
                        ? storeWhole(ticket, computed.anew(), computed.value(ticket.call(), payload))
                        : CompletableFuture.completedFuture(reply));
    }

    // The parts have a token of their own: several callers may store a result for one claim.
    private CompletionStage<@Nullable CompleteReply> storeInParts(
            CacheTicket.Claimed ticket, Computed computed, byte[] payload) {
        CacheCall call = ticket.call();
        long life = computed.ttlMillis() + call.settings().staleness().lifeMillis();
        CompletionStage<byte[]> written = parts.chunks().write(call.key(), Token.random(), payload, life);
        return written.<CompletionStage<@Nullable CompleteReply>>handle((manifest, failure) -> {
                    if (failure == null) {
                        return storeWhole(ticket, computed, computed.value(call, manifest));
                    }
                    parts.tell(call, Outcome.NOT_STORED);
                    return released(ticket).thenApply(reply -> null);
                })
                .thenCompose(end -> end);
    }

    private CompletionStage<@Nullable CompleteReply> storeWhole(
            CacheTicket.Claimed ticket, Computed computed, byte[] value) {
        return sent(ticket, computed, value).whenComplete((reply, failure) -> ended(ticket, reply, failure));
    }

    private CompletionStage<@Nullable CompleteReply> sent(CacheTicket.Claimed ticket, Computed computed, byte[] value) {
        ticket.flight().setEnding();
        long sent = System.nanoTime();
        return ticket.held()
                .complete(completion(ticket, computed, value), (late, lost) -> repeated(ticket, late))
                .<@Nullable CompleteReply>thenApply(reply -> {
                    if (reply == CompleteReply.STORED) {
                        ticket.flight().prove(sent);
                    }
                    return reply;
                });
    }

    // The record of a kept value has ended while the store failed: its claim would stay until the lease ends.
    private static void repeated(CacheTicket.Claimed ticket, @Nullable CompleteReply late) {
        if (late == CompleteReply.MISSING) {
            ticket.held().release();
        }
    }

    private void ended(CacheTicket.Claimed ticket, @Nullable CompleteReply reply, @Nullable Throwable failure) {
        if (reply != CompleteReply.STORED) {
            parts.tell(ticket.call(), Outcome.NOT_STORED);
        }
        if (failure != null && isRefused(Failures.unwrap(failure))) {
            ticket.held().release();
        }
    }

    // A result that is stored late, because the store failed in the meantime, does not live longer for that reason.
    private Supplier<Completion> completion(CacheTicket ticket, Computed computed, byte[] value) {
        CacheCall call = ticket.call();
        long most = call.settings().tagged() ? Outdated.LIFE.toMillis() : Long.MAX_VALUE;
        long staleMillis = call.settings().staleness().lifeMillis();
        long ended = parts.store().nowMicros(call.key());
        return () -> {
            long passed = Math.max(0, (parts.store().nowMicros(call.key()) - ended) / 1_000);
            long fresh = Math.min(most, Math.max(1, computed.ttlMillis() - passed));
            long hard = Math.min(most, fresh + staleMillis);
            return computed.kept()
                    ? Completion.kept(fresh, hard, ticket.stamp())
                    : new Completion(value, fresh, hard, ticket.stamp(), null, IfMissing.REFUSE);
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
        ticket.over().complete(null);
        if (ticket instanceof CacheTicket.Claimed claimed) {
            parts.flights().close(claimed.token(), ticket.flight(), end);
        } else if (ticket instanceof CacheTicket.Relief) {
            ticket.flight().relieved(end);
        } else {
            ticket.flight().end(end);
        }
    }
}
