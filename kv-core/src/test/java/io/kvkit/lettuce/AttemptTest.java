package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts to connect. */
@Tag("slow")
@Timeout(180)
class AttemptTest {

    private final HashedWheelTimer timer = new HashedWheelTimer();
    private final CompletableFuture<StatefulRedisConnection<String, String>> connecting = new CompletableFuture<>();

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void attemptThatTheDriverForgetsEndsAllTheSame() {
        assertThatThrownBy(() -> attempt(Duration.ofMillis(50)).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RedisConnectionException.class);
    }

    @Test
    void failureIsThatOfTheDriver() {
        Attempt<?> attempt = attempt(Duration.ofMinutes(1));
        connecting.completeExceptionally(new IllegalStateException("refused"));
        assertThatThrownBy(attempt::join).hasRootCauseMessage("refused");
        Eventually.until(() -> timer.pendingTimeouts() == 0);
    }

    @Test
    void connectionThatComesTooLateIsClosed() {
        try (RedisServer server = RedisServer.start();
                RedisClient client = RedisClient.create(server.uri())) {
            Attempt<?> attempt = attempt(Duration.ofMillis(50));
            assertThatThrownBy(attempt::join).hasRootCauseInstanceOf(RedisConnectionException.class);
            StatefulRedisConnection<String, String> late = client.connect();
            connecting.complete(late);
            Eventually.until(() -> !late.isOpen());
        }
    }

    private Attempt<StatefulRedisConnection<String, String>> attempt(Duration atMost) {
        return new Attempt<>(connecting, atMost, timer);
    }
}
