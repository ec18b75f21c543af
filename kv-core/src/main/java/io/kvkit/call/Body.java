package io.kvkit.call;

import org.jspecify.annotations.Nullable;

/**
 * A guarded call, and what happens if it is not made.
 *
 * <p>For each caller, a driver runs exactly one of {@link #call}, {@link #answered} and {@link #refused}, or none if
 * the caller cancels before the decision. A refresh runs only {@link #call}.
 *
 * @param <R> what the call returns: a value, a stage or a publisher
 * @since 0.1
 */
@FunctionalInterface
public interface Body<R extends @Nullable Object> {

    /**
     * Makes the call.
     *
     * @param args the arguments to which the guard narrowed the call; null for the caller's arguments
     */
    R call(@Nullable Object @Nullable [] args) throws Throwable;

    /** Called if the guard answered, so the call is not made. */
    default void answered() {}

    /**
     * Called if the call is not made. Returns a result for the caller, or throws the refusal.
     *
     * @param refusal the reason: the rejection of the guard, or the failure to decide
     */
    default R refused(Throwable refusal) throws Throwable {
        throw refusal;
    }
}
