package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What it takes to invalidate a tag of many entries. */
class TagFigures {

    private static final int ENTRIES = Integer.getInteger("kvkit.cache.entries", 1_000_000);
    private static final int AT_ONCE = 1_000;
    private static final Namespace PRODUCTS = Namespace.of("test", "cache", "products", Key.Retention.EVICTABLE);
    private static final CacheSettings SETTINGS =
            CacheSettings.of("products", 3_600_000).withTagged(true);
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);

    private static CacheCall call(int id) {
        return new CacheCall(PRODUCTS.key(Integer.toString(id)), SETTINGS, TEXT, new CacheRules() {
            @Override
            public Collection<String> tags(@Nullable Object result) {
                return List.of("shop", "category-" + id % 100);
            }
        });
    }

    @Test
    void oneOfAMillion() {
        try (RedisServer server = RedisServer.start();
                LettuceKvStore store = new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build());
                Cache cache = new Cache(Connected.await(store), Timer.system("tags"), KvListeners.NONE)) {
            fill(cache);
            System.out.println("entries: " + RedisCluster.ask(server, RedisCommands::dbsize));
            for (String tag : List.of("category-1", "category-2", "shop")) {
                RedisCluster.ask(server, RedisCommands::configResetstat);
                long begun = System.nanoTime();
                Failures.join(cache.invalidateTags(PRODUCTS, List.of(tag)));
                long micros = (System.nanoTime() - begun) / 1_000;
                String stats = RedisCluster.ask(server, redis -> redis.info("commandstats"));
                System.out.println(tag + ": " + micros + " us, "
                        + stats.lines()
                                .filter(line -> line.startsWith("cmdstat_"))
                                .map(line -> line.replaceAll("cmdstat_([\\w|]+):calls=(\\d+),.*", "$1 $2"))
                                .toList());
                System.out.println("gone: " + (Failures.join(cache.stored(call(2))) == null) + ", others stay: "
                        + (Failures.join(cache.stored(call(3))) != null));
            }
        }
    }

    private static void fill(Cache cache) {
        for (int from = 0; from < ENTRIES; from += AT_ONCE) {
            List<CompletableFuture<Void>> some = new ArrayList<>();
            for (int id = from; id < from + AT_ONCE; id++) {
                some.add(cache.put(call(id), "product " + id).toCompletableFuture());
            }
            some.forEach(CompletableFuture::join);
        }
    }
}
