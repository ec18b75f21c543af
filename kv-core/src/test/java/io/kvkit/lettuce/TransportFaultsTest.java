package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of the way to a server, each by its kind and by what is known of a change. */
@Tag("slow")
@Timeout(180)
class TransportFaultsTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");
    private static final byte[] VALUE = "one".getBytes(StandardCharsets.UTF_8);

    @Test
    void refusedConnectionIsKnownToHaveChangedNothing() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.fault(Fault.REFUSE);
            proxy.cut();
            Eventually.asserted(() -> {
                KvException failure = failure(store.set(KEY, VALUE, Ttl.NONE));
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            });
            proxy.heal();
            Connected.await(store);
        }
    }

    @Test
    void halfClosedConnectionIsLost() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            proxy.fault(Fault.DROP_REPLIES);
            CompletionStage<Long> sent = store.apply(KEY, Values.increment(1, Ttl.NONE));
            Eventually.until(() -> counted(server) == 2);
            proxy.halfClose();
            KvException failure = failure(sent);
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            proxy.heal();
            Connected.await(store);
            assertThat(counted(server)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALL", "BLACK_HOLE", "DROP_REPLIES"})
    void silenceEndsAtTheDeadlineAndPasses(Fault fault) {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            proxy.fault(fault);
            KvStore impatient = store.withTimeout(Duration.ofSeconds(1));
            KvException write = failure(impatient.apply(KEY, Values.increment(1, Ttl.NONE)));
            assertThat(write.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(write.outcome()).isEqualTo(Outcome.UNKNOWN);
            KvException read = failure(impatient.get(KEY));
            assertThat(read.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            proxy.heal();
            Connected.await(store);
            assertThat(counted(server)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void cutConnectionLeavesAChangeUnknownAndAReadUndone() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            proxy.fault(Fault.DROP_REPLIES);
            CompletionStage<Long> change = store.apply(KEY, Values.increment(1, Ttl.NONE));
            CompletionStage<byte[]> read = store.get(KEY);
            Eventually.until(() -> counted(server) == 2);
            proxy.cut();
            assertThat(failure(change).kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure(change).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure(read).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    private static long counted(RedisServer server) {
        String value = RedisCluster.ask(server, redis -> redis.get(KEY.text()));
        return value == null ? 0 : Long.parseLong(value);
    }

    private static KvStore connect(String uri) {
        return Connected.await(
                new LettuceKvStore(LettuceSettings.ofUri(uri).timeout(TIMEOUT).build()));
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }
}
