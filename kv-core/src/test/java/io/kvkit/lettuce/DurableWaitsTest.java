package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits whose replies say nothing. */
@Timeout(60)
class DurableWaitsTest {

    private static final Durability ON_A_REPLICA = Durability.of(Level.REPLICA).within(Duration.ofSeconds(9));

    @Test
    void groupAfterAWaitWithoutANumberIsStillSent() {
        try (RedisServer server =
                        RedisServer.start("--rename-command", "WAIT", "OTHER", "--rename-command", "HGET", "WAIT");
                KvStore store = Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build()))) {
            KvStore durable = store.durable(ON_A_REPLICA);
            List<CompletableFuture<Long>> changes =
                    IntStream.range(0, 50).mapToObj(i -> change(durable, i)).toList();
            assertThat(changes)
                    .allSatisfy(change -> assertThat(
                                    catchThrowableOfType(KvException.class, () -> Failures.join(change))
                                            .isNotDurable())
                            .isTrue());
        }
    }

    private static CompletableFuture<Long> change(KvStore store, int i) {
        Namespace keys = Namespace.of("waits", "kv", "raw", Retention.KEPT);
        return store.apply(keys.key("a" + i), Values.increment(1, Ttl.NONE)).toCompletableFuture();
    }

    @Test
    void replyWithoutANumberIsNoConfirmation() {
        assertThat(isConfirmed(Level.REPLICA, null)).isFalse();
        assertThat(isConfirmed(Level.REPLICA, 0L)).isFalse();
        assertThat(isConfirmed(Level.REPLICA, 1L)).isTrue();
        assertThat(isConfirmed(Level.AOF, null)).isFalse();
        assertThat(isConfirmed(Level.AOF, List.of())).isFalse();
        assertThat(isConfirmed(Level.AOF, List.of(0L, 1L))).isFalse();
        assertThat(isConfirmed(Level.AOF, List.of(1L, 0L))).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static boolean isConfirmed(Level level, @Nullable Object reply) {
        return ((Request<@Nullable Object, Boolean>) WordRequest.awaiting(Durability.of(level))).read(reply);
    }
}
