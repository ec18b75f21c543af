package io.kvkit.resilience;

import io.kvkit.store.KvException.Kind;
import io.kvkit.store.StoreCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call on its way through the shield. It asks its circuits for permission and is notified when the call ends. */
sealed interface Pass<R extends @Nullable Object> extends StoreCall.Listener permits KeyPass, BatchPass {

    /** Returns the operation, for metrics. */
    String operation();

    /** Asks the circuits for permission. Returns null, or the reason if the call must not be made. */
    @Nullable
    String enter();

    /** Gives the permission back, because the call was not made after all. */
    void leave();

    /** Returns how long the call may take, if that is less than the timeout of the store; else null. */
    @Nullable
    Duration deadline(Duration timeout);

    /** Returns the result of a call that is not made. */
    CompletionStage<R> refused(Kind kind, String reason);

    /** Ends a result because its time is over. */
    void expire(CompletableFuture<R> result);
}
