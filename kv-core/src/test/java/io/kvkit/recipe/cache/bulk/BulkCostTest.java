package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.VirtualTime;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What calls for many keys ask of a server. */
@Tag("slow")
class BulkCostTest {

    private static List<Integer> ids(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static void load(BulkScenario scenario, List<Integer> ids) {
        scenario.getAll(ids, missing -> CompletableFuture.completedFuture(BulkScenario.names("", missing)))
                .join();
    }

    private static Map<String, Integer> commands(String stats) {
        Map<String, Integer> commands = new TreeMap<>();
        var line = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)").matcher(stats);
        while (line.find()) {
            commands.put(line.group(1), Integer.valueOf(line.group(2)));
        }
        commands.keySet().removeAll(List.of("time", "info", "config", "ping"));
        commands.keySet().removeIf(command -> command.startsWith("config") || command.startsWith("client"));
        return commands;
    }

    @Test
    void thousandIdsNeedOneReadOneClaimAndOneWriteOfWhatIsMissing() {
        VirtualTime time = new VirtualTime();
        try (RedisServer server = RedisServer.start();
                RedisClient client = RedisClient.create(server.uri());
                var redis = client.connect();
                KvStore store = Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build()))) {
            CountedStore counted = new CountedStore(store);
            BulkScenario one = new BulkScenario(counted, time);
            one.settings = BulkScenario.SETTINGS.withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON));
            BulkScenario other = one.another(time);
            load(other, ids(0, 950));
            Eventually.until(() -> {
                load(one, ids(0, 900));
                counted.sent.clear();
                load(one, ids(0, 900));
                return counted.sent.isEmpty();
            });
            one.loads.clear();
            redis.sync().configResetstat();
            load(one, ids(0, 1_000));
            assertThat(counted.sent).containsExactly("mget 100", "applyAll 50", "applyAll 50");
            assertThat(one.loads).containsExactly(new ArrayList<>(ids(950, 1_000)));
            assertThat(commands(redis.sync().info("commandstats")))
                    .containsEntry("get", 100)
                    .containsEntry("evalsha", 100);
            one.cache.close();
            other.cache.close();
        }
    }

    @Test
    void taggedCacheReadsItsTagsOnce() {
        VirtualTime time = new VirtualTime();
        try (RedisServer server = RedisServer.start();
                KvStore store = Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build()))) {
            CountedStore counted = new CountedStore(store);
            BulkScenario one = new BulkScenario(counted, time);
            one.settings = BulkScenario.SETTINGS.withTagged(true);
            load(one, ids(0, 50));
            assertThat(counted.sent).containsExactly("mget 51", "applyAll 1", "applyAll 50", "applyAll 50");
            counted.sent.clear();
            load(one, ids(0, 60));
            assertThat(counted.sent).containsExactly("mget 61", "applyAll 10", "applyAll 10");
        }
    }

    @Test
    void clusterGetsOneBatchForAllNodes() {
        VirtualTime time = new VirtualTime();
        try (RedisCluster cluster = RedisCluster.start(3);
                KvStore store = Connected.await(new LettuceKvStore(
                        LettuceSettings.of(RedisTarget.of(cluster).topology())
                                .timeout(Duration.ofSeconds(20))
                                .build()))) {
            CountedStore counted = new CountedStore(store);
            BulkScenario one = new BulkScenario(counted, time);
            load(one, ids(0, 300));
            load(one, ids(0, 300));
            assertThat(counted.sent).containsExactly("mget 300", "applyAll 300", "applyAll 300", "mget 300");
            assertThat(one.loads).hasSize(1);
            Failures.join(one.cache.invalidate(one.key(7)));
            load(one, ids(0, 300));
            assertThat(one.loads).endsWith(List.of(7));
        }
    }

    @Test
    void thousandsOfIdsAreAskedForInPages() {
        VirtualTime time = new VirtualTime();
        try (RedisServer server = RedisServer.start();
                KvStore store = Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Duration.ofSeconds(20))
                        .build()))) {
            CountedStore counted = new CountedStore(store);
            BulkScenario one = new BulkScenario(counted, time);
            load(one, ids(0, 2_500));
            assertThat(one.loads).containsExactly(new ArrayList<>(ids(0, 2_500)));
            assertThat(counted.sent)
                    .startsWith("mget 1000")
                    .containsExactlyInAnyOrder(
                            "mget 1000",
                            "mget 1000",
                            "mget 500",
                            "applyAll 1000",
                            "applyAll 1000",
                            "applyAll 500",
                            "applyAll 1000",
                            "applyAll 1000",
                            "applyAll 500");
            counted.sent.clear();
            load(one, ids(0, 2_500));
            assertThat(counted.sent).containsExactly("mget 1000", "mget 1000", "mget 500");
            assertThat(one.loads).hasSize(1);
        }
    }
}
