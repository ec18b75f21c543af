package io.kvkit.benchmarks;

import io.kvkit.KvRateLimit;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The application on the embedded store. */
@State(Scope.Benchmark)
public class OnMemory {

    final Running running = Running.with(Map.of("kv.store", "memory"));
    final Shop shop = running.shop();
    final HotKey hotKey = new HotKey(running.limiter());
    final KvRateLimit limit = running.limit();

    /** What the limiter says without I/O. */
    RateLimitResult take() {
        return Objects.requireNonNull(hotKey.limiter().takeNow(hotKey.call()));
    }

    /** Ends the application. */
    @TearDown
    public void stop() {
        running.close();
    }
}
