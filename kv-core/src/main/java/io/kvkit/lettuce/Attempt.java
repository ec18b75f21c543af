package io.kvkit.lettuce;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulConnection;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect that ends, whatever becomes of it: without an end there would never be another one. Lettuce
 * has timeouts of its own, but forgets an attempt at times whose connection ends while it is set up.
 */
final class Attempt<C extends StatefulConnection<?, ?>> extends CompletableFuture<C> {

    /** An attempt that is given up after a time. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    Attempt(CompletionStage<C> connecting, Duration atMost, Timer timer) {
        Timeout end = timer.newTimeout(
                timeout -> completeExceptionally(new RedisConnectionException("No connection in " + atMost)),
                atMost.toNanos(),
                TimeUnit.NANOSECONDS);
        connecting.whenComplete((connection, failure) -> {
            end.cancel();
            ended(connection, failure);
        });
    }

    private void ended(@Nullable C connection, @Nullable Throwable failure) {
        if (connection == null) {
            completeExceptionally(failure == null ? new RedisConnectionException("No connection") : failure);
        } else if (!complete(connection)) {
            Driver.close(connection);
        }
    }
}
