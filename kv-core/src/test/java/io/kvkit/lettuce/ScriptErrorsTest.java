package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Token;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a script may not read, or a full server refuses, is told as that, and never taken for something else under the key. */
@Tag("slow")
class ScriptErrorsTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");
    private static final long HOUR = 3_600_000;

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void claimThatMayNotBeReadIsNoForeignRecord(RedisBinary binary) {
        try (RedisServer server = start(binary, "-getrange");
                KvStore admin = open(LettuceSettings.ofUri(server.uri()));
                KvStore store = connect(server)) {
            Failures.join(admin.apply(KEY, ClaimTransitions.put(new byte[] {5}, HOUR, HOUR, 0)));
            byte[] before = Failures.join(store.get(KEY));
            ClaimRequest replacing = ClaimRequest.refresh(Token.random(), HOUR);
            assertNotAllowed(store, ClaimTransitions.claim(replacing));
            assertNotAllowed(store, ClaimTransitions.renew(Token.random(), HOUR, HOUR));
            assertThat(Failures.join(store.get(KEY))).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void meterThatMayNotBeReadIsNoForeignRecord(RedisBinary binary) {
        try (RedisServer server = start(binary, "-get");
                KvStore store = connect(server)) {
            Band bucket = Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofHours(1));
            Band window = Band.of(Algorithm.FIXED_WINDOW, 5, Duration.ofHours(1));
            assertNotAllowed(store, Meter.of(bucket).take(KEY, 1, 1));
            assertNotAllowed(store, Meter.of(window).take(KEY, 1, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void numberThatMayNotBeChangedIsStillOne(RedisBinary binary) {
        try (RedisServer server = start(binary, "-incrby");
                KvStore store = connect(server)) {
            assertNotAllowed(store, Values.increment(1, Ttl.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void numberOnAFullServerIsStillOne(RedisBinary binary) {
        try (RedisServer server = start(binary, "+incrby");
                KvStore store = connect(server)) {
            Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE)));
            RedisCluster.ask(server, redis -> redis.configSet("maxmemory", "100kb"));
            assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CAPACITY));
            assertThat(Failures.join(store.get(KEY))).containsExactly('1');
        }
    }

    private static void assertNotAllowed(KvStore store, Transition<?> transition) {
        assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> Failures.join(store.apply(KEY, transition)))
                .withMessageContaining("the server answered")
                .satisfies(failure -> assertThat(failure.getCause()).hasMessageContaining("run this command"));
    }

    private static RedisServer start(RedisBinary binary, String exception) {
        String[] user = {"--user", "app", "on", ">secret", "~*", "+@all", exception};
        return RedisServer.start(
                binary,
                Stream.concat(Stream.of(user), Stream.of("--maxmemory-policy", "noeviction"))
                        .toArray(String[]::new));
    }

    private static KvStore connect(RedisServer server) {
        return open(LettuceSettings.ofUri(server.uri()).credentials("app", "secret"));
    }

    private static KvStore open(LettuceSettingsBuilder settings) {
        return Connected.await(
                new LettuceKvStore(settings.timeout(Duration.ofSeconds(20)).build()));
    }
}
