package io.kvkit.recipe.once;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a duplicate call returns after the work was done.
 *
 * @since 0.1
 */
public sealed interface Duplicates {

    /**
     * The stored result of the work.
     *
     * @param format converts results to bytes
     */
    record Replay(ResultFormat format) implements Duplicates {}

    /**
     * A separate result; the result of the work is not stored.
     *
     * @param result supplies the result of a duplicate, on a thread that may run user code
     * @param parked supplies what a call gets after too many attempts have failed; null to refuse it
     */
    record Skip(
            Supplier<? extends @Nullable Object> result,
            @Nullable Parked parked) implements Duplicates {

        /** Creates duplicates that are refused after too many attempts have failed. */
        public Skip(Supplier<? extends @Nullable Object> result) {
            this(result, null);
        }
    }

    /** What a call gets after too many attempts have failed. */
    @FunctionalInterface
    interface Parked {

        /**
         * Returns the result of the call, or throws the exception that refuses it. Called on a thread that may run user
         * code.
         *
         * @param attempts the number of attempts
         * @param fence the fence of the last attempt
         */
        @Nullable
        Object result(int attempts, long fence);
    }
}
