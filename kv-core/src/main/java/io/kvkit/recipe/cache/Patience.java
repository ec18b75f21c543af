package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.event.CacheEvent.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How long one call waits for a load, whether it makes the load itself or another call does. */
final class Patience {

    private final CacheParts parts;
    private final CacheCall call;
    private final Loading loading;
    private final long begunMicros;
    private volatile boolean isSoftOver;
    private volatile boolean isStale;

    /** Creates the patience of a call that began at a time, in microseconds of the store. */
    Patience(CacheParts parts, CacheCall call, long begunMicros) {
        this.parts = parts;
        this.call = call;
        this.loading = call.settings().loading();
        this.begunMicros = begunMicros;
    }

    /** Returns when the call began, in microseconds of the store's time. */
    long begunMicros() {
        return begunMicros;
    }

    /** Records what the value that the call has just read is good for. */
    void read(Freshness freshness) {
        isStale = freshness.isStale();
    }

    /** Lets the call compute, but not wait for the end of its flight for too long, if it would get anything instead. */
    Proceed proceed(CacheTicket ticket) {
        return isLimited() ? new Proceed(ticket, null, () -> compute(ticket)) : new Proceed(ticket);
    }

    /** Lets the call compute without a claim, for itself alone. */
    Proceed freely() {
        return isLimited() ? proceed(new CacheTicket.Alone(call)) : Proceed.FREELY;
    }

    private boolean isLimited() {
        return loading.hardMillis() > 0 || (loading.softMillis() > 0 && isStale);
    }

    private CompletionStage<Decision> compute(CacheTicket ticket) {
        CompletableFuture<Decision> hard = new CompletableFuture<>();
        return until(ticket.over(), hard, () -> hard, () -> {});
    }

    /**
     * Returns what a call that waits for another one gets if the stage does not end in time.
     *
     * @param goOn continues to wait if the stale value is damaged
     * @param settled counts the call when it gets a stale value
     */
    CompletionStage<Decision> until(
            CompletionStage<?> end, Supplier<CompletionStage<Decision>> goOn, Runnable settled) {
        return until(end, new CompletableFuture<>(), goOn, settled);
    }

    private CompletionStage<Decision> until(
            CompletionStage<?> end,
            CompletableFuture<Decision> hard,
            Supplier<CompletionStage<Decision>> goOn,
            Runnable settled) {
        CompletableFuture<Decision> first = new CompletableFuture<>();
        CompletionStage<Decision> atLast = hard;
        atLast.thenAccept(first::complete);
        if (loading.softMillis() > 0 && !isSoftOver) {
            Scheduled soft = after(loading.softMillis(), () -> softly(first, goOn, settled));
            end.whenComplete((done, failure) -> soft.cancel());
        }
        if (loading.hardMillis() > 0) {
            Scheduled late = after(loading.hardMillis(), () -> hard.complete(timedOut(first)));
            end.whenComplete((done, failure) -> late.cancel());
        }
        return first;
    }

    private Scheduled after(long millis, Runnable task) {
        long passed = parts.store().nowMicros(call.key()) - begunMicros;
        return parts.timer().after(Duration.ofNanos(Math.max(0, millis * 1_000 - passed) * 1_000), task);
    }

    private void softly(CompletableFuture<Decision> first, Supplier<CompletionStage<Decision>> goOn, Runnable settled) {
        isSoftOver = true;
        parts.usable(call).thenAccept(found -> {
            if (found != null) {
                first.complete(new Unfinished(() -> stale(found, goOn, settled)));
            }
        });
    }

    private CompletionStage<Decision> stale(
            StoredResult found, Supplier<CompletionStage<Decision>> goOn, Runnable settled) {
        int offset = parts.payloadOffset(call, found.bytes(), found.record());
        Decision answer = parts.results().valid(call, found.bytes(), offset);
        if (answer == null) {
            return goOn.get();
        }
        settled.run();
        parts.tell(call, Outcome.STALE_ON_TIMEOUT);
        return CompletableFuture.completedFuture(answer);
    }

    private Decision timedOut(CompletableFuture<Decision> first) {
        if (!first.isDone()) {
            parts.tell(call, Outcome.TIMED_OUT);
        }
        return new Reject(new CacheLoadTimeoutException(call.settings().name(), loading.hardMillis()));
    }
}
