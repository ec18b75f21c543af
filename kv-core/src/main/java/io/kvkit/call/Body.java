package io.kvkit.call;

import org.jspecify.annotations.Nullable;

/**
 * The call that is guarded, and what its caller's side does when it is not made.
 *
 * <p>For each caller a driver runs exactly one of {@link #call}, {@link #answered} and {@link #refused}; none if the
 * caller has gone before the decision. A refresh runs {@link #call} alone.
 *
 * @param <R> what the call returns: a value, a stage or a publisher
 */
@FunctionalInterface
public interface Body<R extends @Nullable Object> {

    /**
     * Makes the call.
     *
     * @param args the arguments that the guard narrowed the call to; null for those that the caller gave
     */
    R call(@Nullable Object @Nullable [] args) throws Throwable;

    /** Hears that the guard answered, so the call is not made. */
    default void answered() {}

    /**
     * Gives what the caller gets because the call is not made; throws the refusal unless there is something else to
     * give.
     *
     * @param refusal why the call is not made: the guard's rejection, or why there is no decision
     */
    default R refused(Throwable refusal) throws Throwable {
        throw refusal;
    }
}
