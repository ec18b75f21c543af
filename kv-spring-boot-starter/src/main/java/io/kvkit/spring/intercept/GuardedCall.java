package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import org.jspecify.annotations.Nullable;

/**
 * One call with the guard that decides about it.
 *
 * @param guard the guard
 * @param call the description of the call for the guard
 * @param unmade the reaction if the method is not called; null if there is none: the caller then gets the guard's
 *     answer or refusal
 * @param <C> the type of the description of a call
 */
public record GuardedCall<C>(
        CallGuard<C> guard, C call, @Nullable Unmade unmade) {

    /** The reaction on the caller's thread if the guard does not let the method be called. */
    public interface Unmade {

        /** Called if the guard answers the call. */
        default void answered() {}

        /**
         * Returns the value for the caller instead of a refusal: a value of the method's declared type. Throws the
         * refusal by default.
         *
         * @throws Throwable the refusal, or an exception of the fallback
         */
        default @Nullable Object refused(Throwable refusal) throws Throwable {
            throw refusal;
        }
    }

    /** Creates a guarded call without a reaction. */
    public static <C> GuardedCall<C> of(CallGuard<C> guard, C call) {
        return new GuardedCall<>(guard, call, null);
    }
}
