package io.kvkit.resilience;

import org.jspecify.annotations.Nullable;

/** Leave to make one call, given by the circuits that the call concerns. They hear of it exactly once. */
interface Pass {

    /** The call was not made after all. */
    void unused();

    /**
     * The call has ended.
     *
     * @param answer what the store answered; null if nothing
     * @param failure how it failed, a batch of which no key succeeded as well; null if it did not
     * @param nanos how long it took
     */
    void ended(@Nullable Object answer, @Nullable Throwable failure, long nanos);
}
