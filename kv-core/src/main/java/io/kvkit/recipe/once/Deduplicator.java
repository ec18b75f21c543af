package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.Quietly;
import io.kvkit.call.StageDriver;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands an event to its consumer until that has succeeded once, and answers later deliveries as duplicates.
 *
 * <p>An event counts as processed only after its consumer returned. A delivery that finds it in process waits or is
 * refused, but is never answered as a duplicate, so a crash or a failure loses no event. A consumer whose process died
 * sees the event again once the lease has lapsed.
 */
public final class Deduplicator {

    private final Claims claims;
    private final Timer timer;
    private final boolean immediate;

    /** Deduplication on a store; the timer runs renewals, repetitions and waiting. */
    public Deduplicator(KvStore store, Timer timer) {
        this.claims = new Claims(store, timer);
        this.timer = timer;
        this.immediate = store.capabilities().contains(Capability.IMMEDIATE);
    }

    /** The guard for drivers. */
    public CallGuard<DedupeCall> guard() {
        return guard(DedupeObserver.NONE);
    }

    /** The guard for drivers, with an observer. */
    public CallGuard<DedupeCall> guard(DedupeObserver observer) {
        DedupeObserver heard = (outcome, key) -> Quietly.tell(() -> observer.observed(outcome, key));
        return new DedupeGuard(claims, timer, new DedupeAdmission(claims, timer, heard), heard, immediate);
    }

    /**
     * Hands an event to a consumer on the caller's thread, or gives the result of a duplicate.
     *
     * @throws Exception what the consumer threw, unchanged, or the refusal
     */
    public <T extends @Nullable Object> T process(DedupeCall call, Callable<T> consumer) throws Exception {
        try {
            return result(new PlainDriver(Runnable::run).run(guard(), call, args -> consumer.call()));
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) {
            throw Failures.<RuntimeException>sneaky(e);
        }
    }

    /** Hands an event to a consumer through the driver, or gives the result of a duplicate. */
    public <T extends @Nullable Object> CompletableFuture<T> process(
            DedupeCall call, StageDriver driver, Supplier<? extends CompletionStage<T>> consumer) {
        return driver.run(guard(), call, args -> consumer.get()).thenApply(Deduplicator::result);
    }

    // The call's result for duplicates was chosen together with the consumer's type.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private static <T extends @Nullable Object> T result(@Nullable Object value) {
        return (T) value;
    }
}
