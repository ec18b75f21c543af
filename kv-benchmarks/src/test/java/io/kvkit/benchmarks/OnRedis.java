package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.tck.RedisServer;
import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The application on a Redis server of its own. */
@State(Scope.Benchmark)
public class OnRedis {

    /** Long, so that a busy machine makes a result worse and not wrong. */
    static final int TIMEOUT_SECONDS = 10;

    private final RedisServer server = RedisServer.start();
    private final Running running = Running.with(Map.of(
            "kv.redis.uri", server.uri(),
            "kv.redis.timeout", TIMEOUT_SECONDS + "s",
            "kv.rate-limit.timeout", TIMEOUT_SECONDS + "s"));
    final Shop shop = running.shop();
    private final HotKey hotKey = new HotKey(running.limiter());
    private final ManyKeys manyKeys = new ManyKeys(running.limiter());

    /** Whether an event was marked before. */
    boolean mark(String id) {
        return running.client().alreadyProcessed(id);
    }

    RedisServer server() {
        return server;
    }

    /** What the limiter says after a round trip. */
    RateLimitResult take() {
        return hotKey.limiter().take(hotKey.call()).toCompletableFuture().join();
    }

    /** The same for any of many keys. */
    RateLimitResult takeAny() {
        return manyKeys.limiter().take(manyKeys.any()).toCompletableFuture().join();
    }

    /** Ends the application and the server. */
    @TearDown
    public void stop() {
        running.close();
        server.close();
    }
}
