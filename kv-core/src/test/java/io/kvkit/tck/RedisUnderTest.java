package io.kvkit.tck;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
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

    private static final Map<String, Server> SERVERS = new ConcurrentHashMap<>();

    private record Server(KvStore store, StatefulRedisConnection<String, String> admin) {

        @SuppressWarnings("resource") // both live as long as the JVM
        static Server connect(String uri) {
            return new Server(
                    RedisUnderTest.connect(uri), RedisClient.create(uri).connect());
        }
    }

    private final String uri;
    private final Server server;
    private final VirtualTime time = new VirtualTime();
    private final KvStore store;
    private final String prefix = "tck-" + UUID.randomUUID();

    RedisUnderTest(String uri) {
        this.uri = uri;
        this.server = SERVERS.computeIfAbsent(uri, Server::connect);
        // A view: closing it leaves the connection to the other tests.
        this.store = new ClockedKvStore(server.store.withTimeout(TIMEOUT), time);
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
        server.admin.sync().eval(AGE, ScriptOutputType.STATUS, new String[0], prefix + ":*", "" + by.toMillis());
        time.advance(by);
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public KvStore openAnother() {
        return connect(uri);
    }

    @Override
    public void close() {
        server.admin.sync().eval(CLEAN, ScriptOutputType.STATUS, new String[0], prefix + ":*");
    }

    private static KvStore connect(String uri) {
        KvStore store =
                new LettuceKvStore(LettuceSettings.ofUri(uri).timeout(TIMEOUT).build());
        Connected.await(store);
        return store;
    }
}
