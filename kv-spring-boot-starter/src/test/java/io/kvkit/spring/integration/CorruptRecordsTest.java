package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that somebody else damaged or replaced: a miss of a cache, an error of everything else, and no foreign data. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorruptRecordsTest {

    private static final int HEADER = 64;

    private final String id = UUID.randomUUID().toString();
    private final Set<ByteBuffer> damaged = new HashSet<>();
    private RunningApp app;
    private RedisClient redis;
    private StatefulRedisConnection<byte[], byte[]> connection;

    record Damage(String name, UnaryOperator<byte[]> to) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(
                new Damage("garbage", record -> "garbage".getBytes(StandardCharsets.UTF_8)),
                new Damage("long garbage", record -> "x".repeat(500).getBytes(StandardCharsets.UTF_8)),
                new Damage("nothing", record -> new byte[0]),
                new Damage("half a header", record -> Arrays.copyOf(record, HEADER / 2)),
                new Damage("a list", record -> null));
    }

    static Stream<Damage> damagedValues() {
        return Stream.of(
                new Damage("a flipped bit", record -> flipped(record, record.length - 1)),
                new Damage("another flipped bit", record -> flipped(record, record.length - 8)),
                new Damage("a cut value", record -> Arrays.copyOf(record, record.length - 2)));
    }

    @BeforeAll
    void start() {
        app = Stack.MVC_ON_REDIS.start(List.of(Guarded.class));
        redis = RedisClient.create(TestRedis.uri());
        connection = redis.connect(ByteArrayCodec.INSTANCE);
    }

    @AfterAll
    void stop() {
        app.close();
        redis.shutdown();
    }

    @ParameterizedTest
    @MethodSource({"damages", "damagedValues"})
    void cacheLoadsAgainAndHealsTheRecord(Damage damage) {
        Http.Call call = app.http().get("/cached/" + id + damage.name().replace(' ', '-'));
        String first = call.send().hasStatus(200).text();
        damage("cache:cached:", damage);
        String second = call.send().hasStatus(200).text();
        assertThat(second).startsWith("ran ").isNotEqualTo(first);
        assertThat(call.send().hasStatus(200).text()).isEqualTo(second);
    }

    @ParameterizedTest
    @MethodSource({"damages", "damagedValues"})
    void idempotentCallIsRefusedAndDoesNotRunAgain(Damage damage) {
        Http.Call call = app.http().post("/pay").key(UUID.randomUUID().toString());
        call.send().hasStatus(200);
        int before = app.bean(Guarded.class).ran();
        damage("idempotency:pay:", damage);
        Reply refused = call.send();
        assertThat(refused.status()).as(refused.text()).isIn(409, 500);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.text()).doesNotContain("garbage", "xxx", "ran ");
        assertThat(app.bean(Guarded.class).ran()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void eventIsNeitherHandledAgainNorTakenForADuplicate(Damage damage) {
        Http.Call call = app.http().post("/hook/" + UUID.randomUUID());
        call.send().hasStatus(200);
        int before = app.bean(Guarded.class).ran();
        damage("dedupe:hook:", damage);
        call.send().isProblem(500, "store-failure");
        assertThat(app.bean(Guarded.class).ran()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void limitIsDecidedByThePolicy(Damage damage) {
        Http.Call closed =
                app.http().get("/limited-closed").user(UUID.randomUUID().toString());
        closed.send().hasStatus(200);
        damage("ratelimit:limited-closed:", damage);
        closed.send().isProblem(500, "store-failure");
        Http.Call local = app.http().get("/limited").user(UUID.randomUUID().toString());
        local.send().hasStatus(200);
        damage("ratelimit:limited:", damage);
        local.send().hasStatus(200);
        local.send().hasStatus(200);
        local.send().isProblem(429, "quota-exceeded");
    }

    /** Damages every record whose key goes on like this and that is not damaged yet. */
    private void damage(String recipe, Damage damage) {
        String prefix = app.context().getEnvironment().getProperty("kv.key-prefix") + ":" + recipe;
        var commands = connection.sync();
        List<byte[]> keys = ScanIterator.scan(
                        commands, ScanArgs.Builder.matches(prefix + "*").limit(1_000))
                .stream()
                .toList();
        assertThat(keys).isNotEmpty();
        for (byte[] key : keys) {
            if (!damaged.add(ByteBuffer.wrap(key))) {
                continue;
            }
            byte[] record = commands.get(key);
            byte[] changed = damage.to().apply(record);
            commands.del(key);
            if (changed == null) {
                commands.rpush(key, record);
            } else {
                commands.set(key, changed);
            }
        }
    }

    private static byte[] flipped(byte[] record, int position) {
        byte[] flipped = record.clone();
        flipped[position] ^= 1;
        return flipped;
    }
}
