package io.kvkit.recipe.ratelimit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.LeavableDecision;
import io.kvkit.call.Quietly;
import io.kvkit.call.Ticket;
import io.kvkit.call.Wait;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.store.KvException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds permits from before the decision of another guard until the end of the call. Callers do not wait until permits are
 * released.
 *
 * @param <C> the type of the call that the other guard decides about
 * @param other the other guard; null if there is none
 */
record ConcurrencyGuard<C>(
        ConcurrencyLimiter limiter, @Nullable CallGuard<C> other) implements CallGuard<ConcurrentCall<C>> {

    /** What a call holds until it ends. */
    private record PermitTicket(Ticket other, List<Permit> permits) implements Ticket {

        void release() {
            permits.forEach(Permit::close);
        }
    }

    @Override
    public @Nullable Decision decideNow(ConcurrentCall<C> call) {
        if (!limiter.isImmediate()) {
            return null;
        }
        CompletableFuture<Decision> decided = decide(call).toCompletableFuture();
        return decided.isDone() ? Failures.join(decided) : new Unfinished(() -> decided, true);
    }

    @Override
    public CompletionStage<Decision> decide(ConcurrentCall<C> call) {
        C rest = call.rest();
        return decide(call, () -> rest == null || other == null ? completed(Proceed.FREELY) : other.decide(rest));
    }

    private CompletionStage<Decision> decide(
            ConcurrentCall<C> call, Supplier<? extends CompletionStage<Decision>> next) {
        return acquire(call, new ArrayList<>(call.places().size()), next);
    }

    private CompletionStage<Decision> acquire(
            ConcurrentCall<C> call, List<Permit> held, Supplier<? extends CompletionStage<Decision>> next) {
        if (held.size() == call.places().size()) {
            return Failures.caught(next::get)
                    .whenComplete((decision, failure) -> {
                        if (failure != null) {
                            held.forEach(Permit::close);
                        }
                    })
                    .thenApply(decision -> holding(call, held, decision));
        }
        Place place = call.places().get(held.size());
        return Failures.caught(() -> limiter.tryAcquire(place))
                .handle((acquired, failure) -> failure == null
                        ? acquired(call, held, acquired, next)
                        : unavailable(held, Failures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    private CompletionStage<Decision> acquired(
            ConcurrentCall<C> call,
            List<Permit> held,
            Acquired acquired,
            Supplier<? extends CompletionStage<Decision>> next) {
        Consumer<RateLimitResult> decided = call.decided();
        if (decided != null) {
            Quietly.tell(() -> decided.accept(acquired.result()));
        }
        Permit permit = acquired.permit();
        if (permit == null) {
            held.forEach(Permit::close);
            return completed(new Reject(new RateLimitExceededException(acquired.result())));
        }
        held.add(permit);
        return acquire(call, held, next);
    }

    private static CompletionStage<Decision> unavailable(List<Permit> held, Throwable failure) {
        held.forEach(Permit::close);
        return failure instanceof KvException
                ? completed(new Reject(failure))
                : CompletableFuture.failedFuture(failure);
    }

    // The rest of a decision may never be asked for, or take long, so nothing is held for it.
    private Decision holding(ConcurrentCall<C> call, List<Permit> held, Decision decision) {
        if (decision instanceof Proceed proceed) {
            Ticket ticket = new PermitTicket(proceed.ticket(), List.copyOf(held));
            return new Proceed(ticket, proceed.args(), proceed.instead());
        }
        held.forEach(Permit::close);
        return decision instanceof Unfinished unfinished
                ? new Unfinished(() -> resumed(call, unfinished.rest().get()), unfinished.waits())
                : decision;
    }

    // The permits are acquired when the rest is decided.
    private CompletionStage<Decision> resumed(ConcurrentCall<C> call, CompletionStage<Decision> rest) {
        return new LeavableDecision(
                () -> Wait.leave(rest),
                rest.thenCompose(decision -> decision instanceof Proceed proceed
                        ? admitted(call, proceed)
                        : completed(holding(call, List.of(), decision))));
    }

    // A call that gets no permit after its wait is not charged.
    private CompletionStage<Decision> admitted(ConcurrentCall<C> call, Proceed proceed) {
        return decide(call, () -> completed(proceed)).whenComplete((decision, failure) -> {
            if (!(decision instanceof Proceed) && other != null && proceed.ticket() != Ticket.NONE) {
                other.abandoned(proceed.ticket(), new CancellationException("No permit was free"));
            }
        });
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        Ticket inner = released(ticket);
        return inner == Ticket.NONE || other == null
                ? completed(new Decision.Answer(value))
                : other.succeeded(inner, value);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        Ticket inner = released(ticket);
        return inner == Ticket.NONE || other == null ? completed(new Reject(failure)) : other.failed(inner, failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        Ticket inner = released(ticket);
        return inner == Ticket.NONE || other == null ? completed(new Reject(reason)) : other.abandoned(inner, reason);
    }

    private static Ticket released(Ticket ticket) {
        PermitTicket own = (PermitTicket) ticket;
        own.release();
        return own.other();
    }

    private static CompletionStage<Decision> completed(Decision decision) {
        return CompletableFuture.completedFuture(decision);
    }
}
