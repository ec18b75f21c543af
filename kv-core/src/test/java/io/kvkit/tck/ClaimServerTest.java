package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a server can do to the claim scripts: other types, full memory, its own clock. */
@Tag("slow")
class ClaimServerTest {

    private static final Token OWNER = Token.random();
    private static final Token OTHER = Token.random();
    private static final long HOUR = 3_600_000;

    private static Completion result(int size) {
        return new Completion(new byte[size], HOUR, HOUR, 0, null, IfMissing.RECREATE);
    }

    private static Transition<ClaimReply> claim(Token token, long leaseMillis) {
        return ClaimTransitions.claim(ClaimRequest.create(token, null, leaseMillis, HOUR));
    }

    /** A connection to a server of its own that runs transitions without a store. */
    private record Wire(RedisServer server, RedisClient client, StatefulRedisConnection<byte[], byte[]> connection)
            implements AutoCloseable {

        static Wire open(RedisBinary binary) {
            RedisServer server = RedisServer.start(binary, "--maxmemory-policy", "noeviction");
            RedisClient client = RedisClient.create(server.uri());
            return new Wire(server, client, client.connect(ByteArrayCodec.INSTANCE));
        }

        <R> R run(String id, Transition<R> transition) {
            Key key = Namespace.of("test", "kv", "raw", Retention.KEPT).literalKey(id);
            byte[] reply = Failures.join(connection
                    .async()
                    .eval(
                            transition.script().source().getBytes(StandardCharsets.UTF_8),
                            ScriptOutputType.VALUE,
                            new byte[][] {name(id)},
                            transition.arguments().toArray(byte[][]::new)));
            return transition.decode(key, reply);
        }

        static byte[] name(String id) {
            return ("test:kv:raw:" + id).getBytes(StandardCharsets.UTF_8);
        }

        /** Leaves the server with less memory than it uses. */
        void fill() {
            connection.sync().configSet("maxmemory", "100kb");
            assertThatExceptionOfType(RedisCommandExecutionException.class)
                    .isThrownBy(() -> connection.sync().set(name("any"), new byte[1]))
                    .withMessageStartingWith("OOM");
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown(0, 1, TimeUnit.SECONDS);
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void stepsOnExistingClaimsPassOnAFullServer(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            for (String id : List.of("renewed", "completed", "failed")) {
                assertThat(wire.run(id, claim(OWNER, HOUR))).isInstanceOf(Claimed.class);
            }
            wire.run("put", ClaimTransitions.put(new byte[10], HOUR, HOUR, 0));
            wire.fill();
            assertThat(wire.run("renewed", ClaimTransitions.renew(OWNER, HOUR, HOUR)))
                    .isTrue();
            assertThat(wire.run("completed", ClaimTransitions.complete(OWNER, result(1_000))))
                    .isEqualTo(CompleteReply.STORED);
            assertThat(wire.run("failed", ClaimTransitions.fail(OWNER, HOUR))).isEqualTo(FailReply.RELEASED);
            assertThat(wire.run("put", ClaimTransitions.put(new byte[1_000], HOUR, HOUR, 0)))
                    .isPositive();
            assertThat(wire.run("completed", claim(OTHER, HOUR))).isInstanceOf(ClaimReply.Done.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void newClaimsAreRefusedByAFullServerAndLeaveNothing(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            wire.fill();
            assertThatExceptionOfType(RedisCommandExecutionException.class)
                    .isThrownBy(() -> wire.run("new", claim(OWNER, HOUR)))
                    .withMessageContaining("OOM");
            assertThat(wire.connection.sync().exists(Wire.name("new"))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void keyOfAnotherTypeIsRefusedAndStays(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            Map<byte[], byte[]> hash = Map.of(new byte[] {1}, new byte[] {2});
            wire.connection.sync().hset(Wire.name("hash"), hash);
            List<Transition<?>> careful = List.of(
                    claim(OWNER, HOUR),
                    ClaimTransitions.renew(OWNER, HOUR, HOUR),
                    ClaimTransitions.complete(OWNER, result(1)),
                    ClaimTransitions.fail(OWNER, HOUR),
                    ClaimTransitions.resolve(OWNER, 1, result(1)),
                    ClaimTransitions.release(OWNER, 1, HOUR));
            for (Transition<?> transition : careful) {
                assertThatExceptionOfType(KvException.class)
                        .isThrownBy(() -> wire.run("hash", transition))
                        .withMessageContaining("another type")
                        .satisfies(error -> assertThat(error.kind()).isEqualTo(KvException.Kind.PERMANENT));
            }
            assertThat(wire.run("hash", ClaimTransitions.invalidate(new byte[36])))
                    .isFalse();
            assertThat(wire.connection.sync().hlen(Wire.name("hash"))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void keyOfAnotherTypeIsReplacedWhenAsked(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            for (String id : List.of("claimed", "put", "deleted")) {
                wire.connection.sync().lpush(Wire.name(id), new byte[] {1});
            }
            ClaimReply reply = wire.run("claimed", ClaimTransitions.claim(ClaimRequest.refresh(OWNER, HOUR)));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Claimed.class,
                            claimed -> assertThat(claimed.replacedForeign()).isTrue());
            wire.run("put", ClaimTransitions.put(new byte[] {5}, HOUR, HOUR, 0));
            assertThat(wire.run("put", claim(OWNER, HOUR))).isInstanceOf(ClaimReply.Done.class);
            assertThat(wire.run("deleted", ClaimTransitions.invalidate(null))).isTrue();
            assertThat(wire.connection.sync().exists(Wire.name("deleted"))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void leaseEndsByTheClockOfTheServer(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            Claimed claimed = (Claimed) wire.run("key", claim(OWNER, 300));
            List<byte[]> now = wire.connection.sync().time();
            long nowMicros = Long.parseLong(new String(now.get(0), StandardCharsets.US_ASCII)) * 1_000_000
                    + Long.parseLong(new String(now.get(1), StandardCharsets.US_ASCII));
            assertThat(claimed.leaseUntilMicros() - 300_000).isBetween(nowMicros - 60_000_000, nowMicros);
            Transition<ClaimReply> hold = ClaimTransitions.claim(
                    ClaimRequest.create(OTHER, null, 1_000, HOUR).withOnAbandoned(OnAbandoned.HOLD));
            Eventually.until(() -> wire.run("key", hold) instanceof ClaimReply.Unknown);
            assertThat(wire.run("key", ClaimTransitions.resolve(OTHER, claimed.fence(), result(3))))
                    .isEqualTo(ResolveReply.RESOLVED);
        }
    }

    private static <R> Transition<R> inShard(String id, Transition<R> transition) {
        Key key = Namespace.of("test", "kv", "raw", Retention.KEPT).key(id);
        return ClaimTransitions.inShard(key, transition);
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void stepsOnClaimsInAShardPassOnAFullServerAndNewClaimsDoNot(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            for (String id : List.of("renewed", "completed", "failed")) {
                assertThat(wire.run("shard", inShard(id, claim(OWNER, HOUR)))).isInstanceOf(Claimed.class);
            }
            wire.fill();
            assertThat(wire.run("shard", inShard("renewed", ClaimTransitions.renew(OWNER, HOUR, HOUR))))
                    .isTrue();
            assertThat(wire.run("shard", inShard("completed", ClaimTransitions.complete(OWNER, result(0)))))
                    .isEqualTo(CompleteReply.STORED);
            assertThat(wire.run("shard", inShard("failed", ClaimTransitions.fail(OWNER, HOUR))))
                    .isEqualTo(FailReply.RELEASED);
            for (String shard : List.of("shard", "other")) {
                for (Transition<?> refused : List.of(claim(OWNER, HOUR), ClaimTransitions.mark(OWNER, HOUR))) {
                    assertThatExceptionOfType(RedisCommandExecutionException.class)
                            .isThrownBy(() -> wire.run(shard, inShard("new", refused)))
                            .withMessageContaining("OOM");
                }
            }
            assertThat(wire.run("shard", inShard("completed", claim(OTHER, HOUR))))
                    .isInstanceOf(ClaimReply.Done.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void shardOfAnotherTypeIsRefusedAndStays(RedisBinary binary) {
        try (Wire wire = Wire.open(binary)) {
            wire.connection.sync().hset(Wire.name("hash"), Map.of(new byte[] {1}, new byte[] {2}));
            List<Transition<?>> all =
                    List.of(claim(OWNER, HOUR), ClaimTransitions.mark(OWNER, HOUR), ClaimTransitions.invalidate(null));
            for (Transition<?> transition : all) {
                assertThatExceptionOfType(KvException.class)
                        .isThrownBy(() -> wire.run("hash", inShard("1", transition)))
                        .withMessageContaining("another type");
            }
            assertThat(wire.connection.sync().hlen(Wire.name("hash"))).isEqualTo(1);
        }
    }
}
