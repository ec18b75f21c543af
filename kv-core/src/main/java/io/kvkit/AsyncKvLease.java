package io.kvkit;

import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The non-blocking variant of {@link KvLease}: it never holds a thread, not even while it waits.
 *
 * <p>Cancelling a future ends its wait; a lease that was granted in the meantime is released.
 *
 * <pre>{@code
 * client.async().lease("nightly-report")
 *     .runIfFree(Duration.ofHours(1), Duration.ofMinutes(10), () -> reports.send())
 *     .thenAccept(ran -> log.info("sent here: {}", ran));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvLease {

    /** See {@link KvLease#tryAcquire}. */
    CompletableFuture<Optional<Lease>> tryAcquire(Duration duration);

    /** See {@link KvLease#acquire(Duration, Duration)}. */
    CompletableFuture<Optional<Lease>> acquire(Duration duration, Duration maxWait);

    /** See {@link KvLease#acquire(LeaseTerms)}. */
    CompletableFuture<Optional<Lease>> acquire(LeaseTerms terms);

    /** See {@link KvLease#runIfFree}. */
    CompletableFuture<Boolean> runIfFree(
            Duration atMost, Duration atLeast, Supplier<? extends CompletionStage<?>> task);
}
