package io.kvkit.recipe.cache;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long the callers of four processes wait for a cold key with a load of 500 ms, and what they ask of the server. */
class StampedeFigures {

    private static final int PROCESSES = 4;
    private static final int CALLERS = 200;
    private static final int ROUNDS = 20;
    private static final long LOAD_MILLIS = 500;

    @Test
    void coldKey() {
        try (RedisServer server = RedisServer.start()) {
            List<CacheOnRedis> processes =
                    Stream.generate(() -> open(server.uri())).limit(PROCESSES).toList();
            processes.forEach(process -> process.get(CacheOnRedis.key("opens the connection for signals"), "value"));
            processes.forEach(process -> new Heard(process.store).awaitUpTo(System.nanoTime()));
            for (CallStyle style : List.of(CallStyle.STAGE, CallStyle.PLAIN)) {
                for (int round = 0; round < ROUNDS; round++) {
                    round(server, processes, style, CacheOnRedis.key("cold " + style + round), round);
                }
            }
            processes.forEach(CacheOnRedis::close);
        }
    }

    private static void round(RedisServer server, List<CacheOnRedis> processes, CallStyle style, Key key, int round) {
        RedisCluster.ask(server, RedisCommands::configResetstat);
        AtomicInteger loads = new AtomicInteger();
        Queue<Long> millis = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            for (CacheOnRedis process : processes) {
                long begun = System.nanoTime();
                calls.add(process.get(style, key, () -> {
                            loads.incrementAndGet();
                            return CompletableFuture.supplyAsync(
                                    () -> "value",
                                    CompletableFuture.delayedExecutor(LOAD_MILLIS, TimeUnit.MILLISECONDS));
                        })
                        .thenRun(() -> millis.add((System.nanoTime() - begun) / 1_000_000)));
            }
        }
        calls.forEach(CompletableFuture::join);
        List<Long> sorted = millis.stream().sorted().toList();
        String stats = RedisCluster.ask(server, redis -> redis.info("commandstats"));
        List<String> counted = stats.lines()
                .filter(line -> line.matches("cmdstat_(get|evalsha):.*"))
                .map(line -> line.replaceAll("cmdstat_(\\w+):calls=(\\d+),.*", "$1 $2"))
                .toList();
        System.out.printf(
                "%s %d: %d loads, p50 %d ms, p99 %d ms, slowest %d ms, %s%n",
                style == CallStyle.STAGE ? "stage" : "plain",
                round,
                loads.get(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1),
                counted);
    }

    private static CacheOnRedis open(String uri) {
        return new CacheOnRedis(
                Connected.await(new LettuceKvStore(LettuceSettings.ofUri(uri)
                        .timeout(Duration.ofSeconds(20))
                        .build())),
                CacheOnRedis.lasting(600_000).withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON)));
    }
}
