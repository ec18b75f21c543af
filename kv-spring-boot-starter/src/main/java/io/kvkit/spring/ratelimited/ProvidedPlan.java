package io.kvkit.spring.ratelimited;

import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bands of one limit and plan, as its provider answered last, and the question that is on its way. Safe for use by
 * several threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class ProvidedPlan {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PlanTimes times;
    private final Supplier<@Nullable CompletionStage<? extends @Nullable List<Band>>> question;

    private volatile @Nullable Meter meter;
    private volatile boolean known;
    private volatile long knownUntil;
    private @Nullable CompletableFuture<Void> asked;

    // Whether calls may have gone on without the next answer. All calls wait for the first one, unless it is late.
    private boolean relied;
    private long questions;
    private long accepted;

    /**
     * Creates a plan that is not known.
     *
     * @param question asks the provider; it may throw
     */
    ProvidedPlan(PlanTimes times, Supplier<@Nullable CompletionStage<? extends @Nullable List<Band>>> question) {
        this.times = times;
        this.question = question;
    }

    /** Returns the bands as last known; null if they are not known, or the provider does not know the plan. */
    @Nullable
    Meter meter() {
        return meter;
    }

    /** Asks if that is due. Returns the stage to wait for, which does not fail; null if there is nothing to wait for. */
    @Nullable
    CompletionStage<Void> refresh() {
        if (isFresh()) {
            return null;
        }
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other;
        long number;
        synchronized (this) {
            other = asked;
            if (other == null) {
                asked = mine;
                questions++;
            }
            number = questions;
        }
        if (other != null) {
            return other;
        }
        ask(mine, number);
        return mine.isDone() ? null : mine;
    }

    private boolean isFresh() {
        return known && times.nanos().getAsLong() - knownUntil < 0;
    }

    private void ask(CompletableFuture<Void> mine, long number) {
        try {
            CompletionStage<? extends @Nullable List<Band>> stage = question.get();
            if (stage == null) {
                answered(mine, number, null, null);
            } else {
                stage.whenComplete((bands, failure) -> answered(mine, number, bands, failure));
            }
        } catch (Throwable e) {
            answered(mine, number, null, e);
        }
        if (!mine.isDone()) {
            times.limit().accept(mine);
            mine.whenComplete((done, none) -> giveUp(mine));
        }
    }

    private void answered(
            CompletableFuture<Void> mine, long number, @Nullable List<Band> bands, @Nullable Throwable failure) {
        boolean changed;
        try {
            Meter now = bands == null || bands.isEmpty() ? null : Meter.of(bands);
            changed = end(mine, number, failure, now);
        } catch (RuntimeException unusable) {
            changed = end(mine, number, unusable, null);
        }
        if (changed) {
            times.changed().run();
        }
        mine.complete(null);
    }

    private synchronized boolean end(
            CompletableFuture<Void> mine, long number, @Nullable Throwable failure, @Nullable Meter now) {
        boolean current = asked == mine;
        if (current) {
            asked = null;
        }
        if (failure == null && number > accepted) {
            accepted = number;
            boolean changed = replace(now) && (relied || mine.isDone());
            keep(times.ttlNanos());
            return changed;
        }
        if (failure != null) {
            failed(failure, current);
        }
        return false;
    }

    // Those who share a meter share what is remembered of it, and calls that wait by it need not be looked at.
    private boolean replace(@Nullable Meter now) {
        Meter last = meter;
        boolean same = last == null || now == null ? last == now : last.bands().equals(now.bands());
        meter = same ? last : now;
        return !same;
    }

    // The answer may still come.
    private synchronized void giveUp(CompletableFuture<Void> mine) {
        if (asked == mine) {
            asked = null;
            failed(new TimeoutException("no answer in kv.rate-limit.plan-timeout"), true);
        }
    }

    private void failed(Throwable failure, boolean current) {
        times.failed().accept(failure);
        if (current) {
            keep(Math.min(PAUSE_NANOS, times.ttlNanos()));
        }
    }

    private void keep(long nanos) {
        knownUntil = times.nanos().getAsLong() + nanos;
        known = true;
        relied = true;
    }

    /** Lets the next call ask again. Answers to earlier questions no longer count. */
    synchronized void forget() {
        accepted = questions;
        known = false;
        asked = null;
    }
}
