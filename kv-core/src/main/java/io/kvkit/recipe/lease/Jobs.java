package io.kvkit.recipe.lease;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs tasks that must not run twice at the same time, or twice in a short time. */
final class Jobs {

    private final KvStore store;
    private final Claims claims;
    private final Timer timer;
    private final Executor executor;
    private final LeaseReport report;

    Jobs(KvStore store, Claims claims, Timer timer, Executor executor, LeaseReport report) {
        this.store = store;
        this.claims = claims;
        this.timer = timer;
        this.executor = executor;
        this.report = report;
    }

    boolean run(Key key, Duration atMost, Duration atLeast, Callable<?> task) throws Exception {
        Optional<Job> job = Failures.join(begin(key, atMost, atLeast));
        if (job.isEmpty()) {
            return false;
        }
        try {
            task.call();
        } finally {
            Failures.join(job.get().end());
        }
        return true;
    }

    CompletableFuture<Boolean> runAsync(
            Key key, Duration atMost, Duration atLeast, Supplier<? extends CompletionStage<?>> task) {
        CompletableFuture<Optional<Job>> begun = begin(key, atMost, atLeast);
        return begun.isDone()
                ? begun.thenCompose(job -> follow(job, task))
                : begun.thenComposeAsync(job -> follow(job, task), executor);
    }

    private static CompletionStage<Boolean> follow(Optional<Job> job, Supplier<? extends CompletionStage<?>> task) {
        return job.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : job.get().run(task);
    }

    private CompletableFuture<Optional<Job>> begin(Key key, Duration atMost, Duration atLeast) {
        if (atLeast.isNegative() || atLeast.compareTo(atMost) > 0) {
            throw new IllegalArgumentException("atLeast must be zero up to atMost (" + atMost + "), but is " + atLeast);
        }
        ClaimRequest request = Leases.request(atMost);
        return claims.claim(key, request)
                .whenComplete((reply, failure) -> report.answered(reply, key))
                .thenApply(reply -> judge(key, request, atLeast, reply))
                .toCompletableFuture();
    }

    private Optional<Job> judge(Key key, ClaimRequest request, Duration atLeast, ClaimReply reply) {
        if (reply instanceof ClaimReply.Claimed) {
            HeldClaim held = HeldClaim.unrenewed(claims, timer, key, request, () -> report.lost(key));
            return Optional.of(new Job(store, key, held, atLeast));
        }
        if (reply instanceof ClaimReply.Busy) {
            return Optional.empty();
        }
        throw Leases.noLease(key);
    }
}
