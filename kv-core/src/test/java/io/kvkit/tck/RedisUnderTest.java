package io.kvkit.tck;

import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The store on a server that several tests share. One connection per server serves them all. */
final class RedisUnderTest implements StoreUnderTest {

    // Cuts off time from the life of all keys of the test, as if it had gone by.
    private static final String AGE = """
            for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
                local left = redis.call('PTTL', key)
                if left >= 0 then
                    redis.call('PEXPIRE', key, left - ARGV[2])
                end
            end
            """;
    private static final String CLEAN = """
            for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
                redis.call('DEL', key)
            end
            """;

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Map<RedisTarget, Servers> SERVERS = new ConcurrentHashMap<>();

    private record Servers(KvStore store, List<StatefulRedisConnection<String, String>> admins) {

        @SuppressWarnings("resource") // all live as long as the JVM
        static Servers connect(RedisTarget target) {
            return new Servers(
                    target.connect(TIMEOUT),
                    target.admins().stream()
                            .map(uri -> RedisClient.create(uri).connect())
                            .toList());
        }

        void run(String script, String... arguments) {
            admins.forEach(admin -> admin.sync().eval(script, ScriptOutputType.STATUS, new String[0], arguments));
        }
    }

    private final RedisTarget target;
    private final Servers servers;
    private final VirtualTime time = new VirtualTime();
    private final KvStore store;
    private final String prefix = "tck-" + UUID.randomUUID();

    RedisUnderTest(RedisTarget target) {
        this.target = target;
        this.servers = SERVERS.computeIfAbsent(target, Servers::connect);
        // A view: closing it leaves the connection to the other tests.
        this.store = new ClockedKvStore(servers.store.withTimeout(TIMEOUT), time);
    }

    @Override
    public KvStore store() {
        return store;
    }

    @Override
    public VirtualTime time() {
        return time;
    }

    @Override
    public void advance(Duration by) {
        servers.run(AGE, prefix + ":*", "" + by.toMillis());
        time.advance(by);
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public KvStore openAnother() {
        return target.connect(TIMEOUT);
    }

    @Override
    public void close() {
        servers.run(CLEAN, prefix + ":*");
    }
}
