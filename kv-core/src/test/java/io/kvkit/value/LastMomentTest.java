package io.kvkit.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.TtlResult;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key in its last moment is there, so it does not live for no time. */
class LastMomentTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");
    private static final TtlResult SHORTEST = new TtlResult.Expires(Duration.ofMillis(1));

    // While a script runs no key ends, but its life goes on.
    private static final String LAST_MOMENT = """
            redis.call('SET', KEYS[1], 'one', 'PX', 1)
            local tries = 0
            while redis.call('PTTL', KEYS[1]) > 0 and tries < 1000000 do
                tries = tries + 1
            end
            local function left()
            %s
            end
            local reply = { string.byte(left(), 1, -1) }
            return table.concat(reply, ' ')
            """;

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void keyWhoseLifeEndsNowLivesForAMillisecondOnAServer(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary)) {
            String script = LAST_MOMENT.formatted(Values.ttl().script().source());
            String bytes = RedisCluster.ask(
                    server, redis -> redis.eval(script, ScriptOutputType.VALUE, new String[] {KEY.text()}));
            byte[] reply = bytes(bytes);
            assertThat(Values.ttl().decode(KEY, reply)).isEqualTo(SHORTEST);
        }
    }

    @Test
    void keyWhoseLifeEndsNowLivesForAMillisecondInMemory() {
        Entry entry = new Entry("one".getBytes(StandardCharsets.UTF_8), 1_000);
        assertThat(Values.ttl().decode(KEY, Values.ttl().apply(entry, 1_000).reply()))
                .isEqualTo(SHORTEST);
    }

    private static byte[] bytes(String numbers) {
        String[] parts = numbers.split(" ");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }
}
