package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Handles many events on a server of its own, in any number of shards. */
final class EventStream implements AutoCloseable {

    private static final int PAGE = 500;
    private static final int BUCKETS = 9;
    private static final Token TOKEN = new Token(1, 1);

    private final RedisServer server;
    private final LettuceKvStore redis;
    private final KvStore store;
    private final Namespace events;

    EventStream(RedisServer server, int shards) {
        this.server = server;
        this.redis = new LettuceKvStore(
                LettuceSettings.ofUri(server.uri()).timeout(Eventually.PATIENCE).build());
        this.store = new ShardedStore(Connected.await(redis));
        this.events = Namespace.of("kv", "dedupe", "billing", Retention.KEPT).sharded(shards);
    }

    void handle(int count) {
        for (int from = 0; from < count; from += PAGE) {
            all(from, i -> ClaimTransitions.claim(ClaimRequest.create(TOKEN, null, 30_000, ttl(0))));
            all(from, i -> ClaimTransitions.complete(TOKEN, done(ttl(i))));
        }
    }

    void mark(int count) {
        for (int from = 0; from < count; from += PAGE) {
            all(from, i -> ClaimTransitions.mark(TOKEN, ttl(i)));
        }
    }

    // A bucket for each eighth of the time, and the present one, as after a week.
    private static long ttl(int event) {
        return Duration.ofDays(7).plusHours(event % BUCKETS).toMillis();
    }

    private static Completion done(long ttl) {
        return new Completion(new byte[0], ttl, ttl, 0, null, IfMissing.RECREATE);
    }

    private <R> void all(int from, IntFunction<Transition<R>> transition) {
        Map<Key, Transition<R>> page = new HashMap<>();
        for (int i = from; i < from + PAGE; i++) {
            page.put(events.key("evt-" + i), transition.apply(i));
        }
        Failures.join(store.<R>applyAll(page)).orThrow();
    }

    /** Returns what the values take, as {@code MEMORY USAGE} counts it. */
    long bytes() {
        return RedisCluster.ask(
                server,
                commands -> commands.keys("*").stream()
                        .mapToLong(commands::memoryUsage)
                        .sum());
    }

    /** Returns a number that the server tells about itself. */
    double told(String section, String name) {
        String all = RedisCluster.ask(server, commands -> commands.info(section));
        return all.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        redis.close();
        server.close();
    }
}
