package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import org.jspecify.annotations.Nullable;

/**
 * One call with the guard that decides about it.
 *
 * @param guard decides
 * @param call what it knows of the call
 * @param unmade what happens in the caller's turn when the method was not called
 * @param <C> what the guard knows of a call
 */
public record GuardedCall<C>(CallGuard<C> guard, C call, Unmade unmade) {

    /** What happens in the caller's turn when the guard did not let the method be called. */
    public interface Unmade {

        /** Nothing: the caller gets the guard's answer or refusal. */
        Unmade NOTHING = new Unmade() {};

        /** Hears that the call was answered without calling the method. */
        default void answered() {}

        /** Gives what the caller gets in a refusal's stead: a value of the method's declared type. */
        default @Nullable Object refused(Throwable refusal) throws Throwable {
            throw refusal;
        }
    }

    public static <C> GuardedCall<C> of(CallGuard<C> guard, C call) {
        return new GuardedCall<>(guard, call, Unmade.NOTHING);
    }
}
