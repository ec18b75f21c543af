package io.kvkit.recipe.once;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running call knows about its claim: an argument of {@code @Idempotent} and {@code @DedupeEvent} methods, and of
 * work that a client does once.
 *
 * <p>A call that runs without protection (the area is switched off, it has no key, or its store fails and the settings
 * let it proceed) has the fence 0, is attempt 1, never loses its lease, and keeps no steps. Instances are safe for use by
 * several threads.
 *
 * <pre>{@code
 * @Idempotent(name = "payments", key = "#order.id")
 * public Receipt pay(Order order, IdempotencyContext context) {
 *     Charge charge = context.step("charge", Charge.class,
 *             () -> bank.charge(order, context.downstreamKey("charge")));
 *     context.step("mail", () -> mailer.send(order, charge));
 *     return new Receipt(order.id(), charge.id());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface IdempotencyContext {

    /** Returns the context of a call that runs without protection. Its downstream keys differ from those of every other. */
    static IdempotencyContext unprotected() {
        return new OnceContext(DownstreamKeys.random());
    }

    /**
     * Returns a number that is higher than that of every earlier attempt with this key, as long as the store has the
     * record; later, unless the clock of the store was set back. A system that remembers the highest number can refuse an
     * owner that is too late.
     */
    long fence();

    /** Returns the number of this attempt, from 1. */
    int attempt();

    /**
     * Returns a key for a system that this call uses and that supports idempotency keys itself: the text of a UUID.
     *
     * <p>It is the same at every attempt of a call with the same key, and differs between keys, operations, and steps. It
     * does not show the key.
     *
     * @param step the name of the step
     */
    String downstreamKey(String step);

    /** Returns whether the lease is known to be lost: another call with the same key may run. */
    boolean leaseLost();

    /**
     * Returns a stage that completes when the lease is lost, on a thread of the timer or the store. If the call ends in
     * time, the stage never completes.
     */
    CompletionStage<Void> whenLeaseLost();

    /**
     * Does a step of the work, unless an earlier attempt with the same key has done it, and returns its result.
     *
     * <p>The result is stored in the record of the call when the step has returned. If the process dies in between, or the
     * store fails, or the result cannot be encoded, the next attempt does the step again: use a {@link #downstreamKey} for its effects. The steps of one
     * call have different names. Once the call has succeeded, its result takes the place of all steps.
     *
     * <p>In a method that returns a {@code Mono}, use {@link #stepAsync}: this method blocks the scheduler thread.
     *
     * @param name the name of the step, at most 255 characters
     * @param type the type as which the result is stored
     * @param work does the step on the calling thread, which then waits for the store; not called if the lease is lost
     * @throws io.kvkit.call.KvRejectedException if the lease was lost, so that another call does the work
     * @throws IllegalArgumentException if results of the type cannot be stored; the step is not done
     * @throws io.kvkit.codec.CodecException if the stored result is not of the type
     */
    <T> @Nullable T step(String name, Class<T> type, Supplier<? extends @Nullable T> work);

    /** Does a step without a result, unless an earlier attempt with the same key has done it. */
    default void step(String name, Runnable work) {
        step(name, Void.class, () -> {
            work.run();
            return null;
        });
    }

    /** Does the same as {@link #step(String, Class, Supplier)} without blocking. Exceptions fail the stage. */
    <T> CompletionStage<@Nullable T> stepAsync(
            String name, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work);
}
