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
 * An attempt to connect that always ends; otherwise there would never be another one. Lettuce has its own timeouts, but
 * sometimes loses an attempt whose connection ends during the handshake.
 */
final class Attempt<C extends StatefulConnection<?, ?>> extends CompletableFuture<C> {

    /** Creates an attempt that is abandoned after a time. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    Attempt(CompletionStage<C> connecting, Duration atMost, Timer timer) {
        Timeout end = timer.newTimeout(
                timeout -> completeExceptionally(new RedisConnectionException("no connection within " + atMost)),
                atMost.toNanos(),
                TimeUnit.NANOSECONDS);
        connecting.whenComplete((connection, failure) -> {
            end.cancel();
            ended(connection, failure);
        });
    }

    private void ended(@Nullable C connection, @Nullable Throwable failure) {
        if (connection == null) {
            completeExceptionally(failure == null ? new RedisConnectionException("no connection") : failure);
        } else if (!complete(connection)) {
            Driver.close(connection);
        }
    }
}
