package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.Quietly;
import io.kvkit.call.StageDriver;
import io.kvkit.call.Ticket;
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
 * Runs a call with one key once, and answers later calls with its result.
 *
 * <p>A call owns its key by a lease that is renewed while it runs; a second call meanwhile is refused. A result is kept
 * for the call's retention; a failure frees the key. A call whose process died is run again by the next caller once the
 * lease has lapsed, so effects in foreign systems may then happen twice: nothing in a store can rule that out.
 */
public final class Idempotency {

    private final Claims claims;
    private final Timer timer;
    private final boolean immediate;
    private final RunningCalls running = new RunningCalls();

    /** Idempotency on a store; the timer runs renewals and repetitions. */
    public Idempotency(KvStore store, Timer timer) {
        this.claims = new Claims(store, timer);
        this.timer = timer;
        this.immediate = store.capabilities().contains(Capability.IMMEDIATE);
    }

    /** The guard for drivers. */
    public CallGuard<IdempotencyCall> guard() {
        return guard(IdempotencyObserver.NONE);
    }

    /** The guard for drivers, with an observer; all guards of this object know of each other's calls. */
    public CallGuard<IdempotencyCall> guard(IdempotencyObserver observer) {
        IdempotencyObserver heard = (outcome, key) -> Quietly.tell(() -> observer.observed(outcome, key));
        Admission admission = new Admission(claims, timer, running, heard);
        return new IdempotencyGuard(claims, admission, running, heard, immediate);
    }

    /** Whether the call with this ticket owns its key; false when it was let through although the store failed. */
    public static boolean isProtected(Ticket ticket) {
        return !(ticket instanceof IdempotencyTicket own) || own.held() != null;
    }

    /**
     * Runs a task once on the caller's thread, or gives the result of its first run.
     *
     * @throws Exception what the task threw, unchanged, or the refusal
     */
    public <T extends @Nullable Object> T execute(IdempotencyCall call, Callable<T> task) throws Exception {
        try {
            return result(new PlainDriver(Runnable::run).run(guard(), call, args -> task.call()));
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) {
            throw Failures.<RuntimeException>sneaky(e);
        }
    }

    /** Runs a task once through the driver, or gives the result of its first run. */
    public <T extends @Nullable Object> CompletableFuture<T> execute(
            IdempotencyCall call, StageDriver driver, Supplier<? extends CompletionStage<T>> task) {
        return driver.run(guard(), call, args -> task.get()).thenApply(Idempotency::result);
    }

    // The format of the call was chosen together with the task's type.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private static <T extends @Nullable Object> T result(@Nullable Object value) {
        return (T) value;
    }
}
