package io.kvkit;

import io.kvkit.call.Body;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import org.jspecify.annotations.Nullable;

/** Makes the guarded calls of a blocking client on the caller's thread. */
record CallerThread(PlainDriver driver) {

    /** Makes one call; throws what the body or the guard throws, unchanged. */
    <C> @Nullable Object run(CallGuard<C> guard, C call, Body<? extends @Nullable Object> body) {
        try {
            return driver.run(guard, call, body);
        } catch (Throwable failure) {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }
}
