package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.MeterReply;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The replies of one store to all charges of a call. */
final class Takes {

    private final KvStore store;
    private final List<Take> takes;

    private Takes(KvStore store, List<Take> takes) {
        this.store = store;
        this.takes = takes;
    }

    /** Returns takes that are known. */
    static Takes of(KvStore store, List<Take> takes) {
        return new Takes(store, takes);
    }

    List<Take> all() {
        return takes;
    }

    /** Charges all in parallel, and continues when the store has answered or failed. */
    static <T> CompletionStage<T> start(
            KvStore store, Turnstiles turnstiles, List<Charge> charges, Function<Takes, T> then) {
        if (charges.size() > 1 || ChargeSteps.isAlone(charges.get(0))) {
            return all(store, charges, charge -> start(store, turnstiles, charge.alone()), then);
        }
        Charge charge = charges.get(0);
        return turnstiles.take(
                charge, (reply, failure) -> then.apply(new Takes(store, List.of(take(charge, reply, failure)))));
    }

    /** Charges a call by permits that were taken ahead; returns null if there are none. */
    static @Nullable Takes ahead(KvStore store, Turnstiles turnstiles, List<Charge> charges) {
        MeterReply reply = charges.size() == 1 ? turnstiles.ahead(charges.get(0)) : null;
        return reply == null ? null : new Takes(store, List.of(new Take(charges.get(0), reply, null)));
    }

    private static CompletionStage<Take> start(KvStore store, Turnstiles turnstiles, Charge charge) {
        if (charge.isHeld()) {
            turnstiles.makeRoom(charge);
        }
        return ChargeSteps.isAlone(charge)
                ? one(store, charge, ChargeSteps.take(store, charge))
                : turnstiles.take(charge, (reply, failure) -> take(charge, reply, failure));
    }

    /** Reads all in parallel; the stage does not fail. */
    static CompletionStage<Takes> look(KvStore store, List<Charge> charges) {
        return all(store, charges, charge -> one(store, charge, ChargeSteps.peek(store, charge)), Function.identity());
    }

    /** Gives all back in parallel; the stage does not fail. */
    static CompletionStage<Takes> refund(KvStore store, List<Charge> charges) {
        List<Charge> paid = charges.stream().filter(charge -> charge.cost() > 0).toList();
        return all(store, paid, charge -> one(store, charge, ChargeSteps.back(store, charge)), Function.identity());
    }

    private static <T> CompletionStage<T> all(
            KvStore store,
            List<Charge> charges,
            Function<Charge, CompletionStage<Take>> step,
            Function<Takes, T> then) {
        List<CompletableFuture<Take>> running = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            running.add(step.apply(charge).toCompletableFuture());
        }
        return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .thenApply(all -> then.apply(new Takes(
                        store, running.stream().map(CompletableFuture::join).toList())));
    }

    private static CompletionStage<Take> one(KvStore store, Charge charge, Transition<MeterReply> step) {
        return store.apply(charge.key(), step).handle((reply, failure) -> take(charge, reply, failure));
    }

    private static Take take(Charge charge, @Nullable MeterReply reply, @Nullable Throwable failure) {
        return new Take(charge, reply, failure == null ? null : Failures.unwrap(failure));
    }

    /** Charges all without I/O; returns null if the store needs I/O for it. */
    static @Nullable Takes now(KvStore store, List<Charge> charges) {
        List<Take> takes = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            try {
                MeterReply reply = store.applyNow(charge.key(), ChargeSteps.take(store, charge));
                if (reply == null) {
                    return null;
                }
                takes.add(new Take(charge, reply, null));
            } catch (KvException failure) {
                takes.add(new Take(charge, null, failure));
            }
        }
        return new Takes(store, takes);
    }

    /**
     * Returns the first failure of the store; null if it answered every charge. A limit in shadow mode must not stop a
     * call, so its failure counts only if the store answered no charge.
     */
    @Nullable
    KvException failure() {
        KvException unenforced = null;
        boolean answered = false;
        for (Take take : takes) {
            KvException failure = failure(take);
            answered |= failure == null;
            if (failure != null && take.charge().isEnforced()) {
                return failure;
            }
            unenforced = unenforced == null ? failure : unenforced;
        }
        return answered ? null : unenforced;
    }

    /** Returns this if the store answered; else throws its failure. */
    Takes orFail() {
        KvException failure = failure();
        if (failure != null) {
            throw failure;
        }
        return this;
    }

    private static @Nullable KvException failure(Take take) {
        Throwable failure = take.failure();
        if (failure == null || failure instanceof KvException) {
            return (KvException) failure;
        }
        throw Failures.<RuntimeException>sneaky(failure);
    }

    /** Returns whether at least one limit refused, and not only in shadow mode. */
    boolean refused() {
        for (Take take : takes) {
            if (take.rejects()) {
                return true;
            }
        }
        return false;
    }

    /** Gives back what was charged, without waiting. Later steps on the same connection see the change. */
    void giveBack() {
        giveBack(key -> {});
    }

    /** Does the same, and tells of each key when its permits are back, or may be. */
    void giveBack(Consumer<Key> back) {
        for (Take take : takes) {
            if (take.charged()) {
                Charge charge = take.charge();
                store.apply(charge.key(), ChargeSteps.back(store, charge))
                        .whenComplete((reply, failure) -> back.accept(charge.key()));
            }
        }
    }

    /** Returns the result of the call. If a limit refused, gives back what was charged. */
    RateLimitResult result(DecidedBy decidedBy) {
        Take only = takes.size() == 1 && decidedBy == DecidedBy.STORE ? takes.get(0) : null;
        RateLimitResult passed = only == null ? null : only.passed();
        return passed == null ? result(decidedBy, refused()) : passed;
    }

    /** Returns the result that the call would have, if nothing was charged. */
    RateLimitResult prospect(DecidedBy decidedBy) {
        return result(decidedBy, false);
    }

    private RateLimitResult result(DecidedBy decidedBy, boolean givesBack) {
        List<Policy> policies = policies(givesBack);
        Policy tightest = RateLimitResult.tightest(policies);
        long limit = tightest.capacity();
        return new RateLimitResult(!refused(), tightest.remaining(), limit, retryAfter(), decidedBy, policies);
    }

    private List<Policy> policies(boolean givesBack) {
        if (takes.size() == 1) {
            return takes.get(0).policies(givesBack);
        }
        List<Policy> policies = new ArrayList<>(takes.size());
        takes.forEach(take -> policies.addAll(take.policies(givesBack)));
        return policies;
    }

    // The longest wait of the charges that were refused; null if one of them never passes.
    private @Nullable Duration retryAfter() {
        Duration longest = Duration.ZERO;
        for (Take take : takes) {
            Duration needed = take.reply() == null || !take.rejects()
                    ? Duration.ZERO
                    : take.reply().retryAfter();
            if (needed == null) {
                return null;
            }
            longest = needed.compareTo(longest) > 0 ? needed : longest;
        }
        return longest;
    }
}
