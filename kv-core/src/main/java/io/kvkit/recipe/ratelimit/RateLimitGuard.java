package io.kvkit.recipe.ratelimit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.LogThrottle;
import io.kvkit.call.Quietly;
import io.kvkit.call.Ticket;
import io.kvkit.store.KvException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls pass or rejects them. It needs a notification of their end only for limits that do not charge all calls;
 * callers do not wait until permits are given back.
 */
final class RateLimitGuard implements CallGuard<RateLimitCall> {

    private static final Logger log = LoggerFactory.getLogger(RateLimitGuard.class);

    private final RateLimiter limiter;
    private final LogThrottle unsettled = new LogThrottle();

    RateLimitGuard(RateLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public @Nullable Decision decideNow(RateLimitCall call) {
        try {
            RateLimitResult result = limiter.takeNow(call);
            return result == null ? null : decision(call, result);
        } catch (KvException failure) {
            return new Reject(failure);
        }
    }

    @Override
    public CompletionStage<Decision> decide(RateLimitCall call) {
        return limiter.take(call)
                .handle((result, failure) -> failure == null ? decision(call, result) : rejected(failure));
    }

    /** Returns the decision about a call that may have waited and whose result is not reported so far, and reports it. */
    Decision told(RateLimitCall call, RateLimitResult result) {
        limiter.report(call, result);
        return decision(call, result, true);
    }

    /** Gives back what a call was charged that passed and is not made. */
    void giveBack(RateLimitCall call, RateLimitResult result) {
        ChargeTicket ticket = ChargeTicket.ofAll(call, result);
        giveBack(ticket, ticket.charges());
    }

    private Decision decision(RateLimitCall call, RateLimitResult result) {
        return decision(call, result, call.letsWait());
    }

    // A call that may wait gets its permits back if it leaves at the moment when they are granted.
    private Decision decision(RateLimitCall call, RateLimitResult result, boolean mayHaveWaited) {
        Consumer<RateLimitResult> decided = call.decided();
        if (decided != null) {
            Quietly.tell(() -> decided.accept(result));
        }
        if (!result.allowed()) {
            return new Reject(new RateLimitExceededException(result));
        }
        ChargeTicket ticket = mayHaveWaited ? ChargeTicket.ofAll(call, result) : ChargeTicket.of(call, result);
        return ticket == null ? Proceed.FREELY : proceed(call, result, ticket);
    }

    // A call that does not start pays nothing.
    private Proceed proceed(RateLimitCall call, RateLimitResult result, ChargeTicket ticket) {
        try {
            return new Proceed(ticket.held(limiter.corrections()));
        } catch (Throwable failure) {
            giveBack(call, result);
            throw failure;
        }
    }

    static Decision rejected(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof KvException) {
            return new Reject(cause);
        }
        throw Failures.<RuntimeException>sneaky(cause);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        ChargeTicket ended = ((ChargeTicket) ticket).released();
        giveBack(ended, ended.unpaid(true));
        ended.estimates().forEach(charge -> settle(ended, charge, value));
        return CompletableFuture.completedFuture(new Answer(value));
    }

    // The call has been made, so its caller gets the result even if the cost cannot be computed.
    private void settle(ChargeTicket ticket, Charge charge, @Nullable Object value) {
        ActualCost actual = charge.actual();
        long cost = charge.cost();
        try {
            cost = actual == null ? cost : Charge.checked(charge.name(), actual.of(value));
        } catch (Throwable failure) {
            warn(charge, failure);
        }
        settle(ticket, charge, cost);
    }

    private void warn(Charge charge, Throwable failure) {
        if (unsettled.allows(limiter.nowMicros(charge.key()))) {
            log.warn(
                    "A call keeps the estimate of {}, because its actual cost cannot be computed; further failures"
                            + " within ten seconds are not logged",
                    charge.name(),
                    failure);
        }
    }

    private void settle(ChargeTicket ticket, Charge charge, long cost) {
        Failures.caught(() -> limiter.corrections().settle(charge, cost, ticket.chargedBy()));
    }

    // If a cancelled call were free of charge, a client could cancel each of its attempts.
    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        ChargeTicket ended = ((ChargeTicket) ticket).released();
        List<Charge> unpaid = failure instanceof CancellationException ? List.of() : ended.unpaid(false);
        giveBack(ended, unpaid);
        ended.kept(unpaid).forEach(charge -> settle(ended, charge, charge.cost()));
        return CompletableFuture.completedFuture(new Reject(failure));
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        ChargeTicket ended = ((ChargeTicket) ticket).released();
        giveBack(ended, ended.charges());
        return CompletableFuture.completedFuture(new Reject(reason));
    }

    private void giveBack(ChargeTicket ticket, List<Charge> charges) {
        Failures.caught(() -> limiter.corrections().giveBack(charges, ticket.chargedBy()));
    }
}
