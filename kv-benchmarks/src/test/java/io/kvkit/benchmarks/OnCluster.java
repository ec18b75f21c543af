package io.kvkit.benchmarks;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.RedisCluster;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Three masters with values of 100 bytes, the store on them, and Lettuce's own connection to them. */
@State(Scope.Benchmark)
public class OnCluster {

    static final int BATCH = 1_000;

    private static final int KEYS = 10_000;
    private static final int BATCHES = 32;
    private static final int VALUE_BYTES = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(OnRedis.TIMEOUT_SECONDS);
    private static final Namespace NAMESPACE =
            Namespace.of(BenchmarkApplication.PREFIX, "kv", "raw", Key.Retention.KEPT);

    /** The same keys for everybody. */
    private record Chosen(List<Key> keys, String[] texts) {}

    /** One cluster per JVM, which ends with it. */
    private static final class Shared {
        static final RedisCluster CLUSTER = RedisCluster.start(3);
    }

    private final List<Chosen> batches = choose();
    private final RedisCluster cluster = Shared.CLUSTER;
    private final LettuceKvStore store = new LettuceKvStore(LettuceSettings.of(new RedisTopology.Cluster(
                    cluster.nodes().stream().map(Address::parse).toList()))
            .timeout(TIMEOUT)
            .build());
    private final RedisClusterClient client = RedisClusterClient.create(RedisURI.create(
            cluster.masters().get(0).host(), cluster.masters().get(0).port()));
    private final StatefulRedisClusterConnection<String, byte[]> connection =
            client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    private int next;

    /** Writes the values, and connects to all masters. */
    public OnCluster() {
        store.awaitConnection(TIMEOUT);
        Map<Key, byte[]> values = new HashMap<>();
        IntStream.range(0, KEYS).forEach(i -> values.put(key(i), new byte[VALUE_BYTES]));
        store.mset(values, Ttl.NONE).toCompletableFuture().join().orThrow();
        // Opens Lettuce's connections to all masters, because a flush passes by those that are still being opened.
        lettuceMget();
    }

    /** Ours: sorted by master, written to each in one go. */
    Batch<Key, byte[]> mget() {
        return checked(store.mget(chosen().keys).toCompletableFuture().join());
    }

    /** Lettuce's: one MGET per slot. */
    List<KeyValue<String, byte[]>> lettuceMget() {
        return connection.sync().mget(chosen().texts);
    }

    /** What one would write by hand: a GET for each key, all written in one go. */
    List<byte[]> lettuceGets() {
        List<RedisFuture<byte[]>> replies = new ArrayList<>(BATCH);
        connection.setAutoFlushCommands(false);
        for (String key : chosen().texts) {
            replies.add(connection.async().get(key));
        }
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
        if (!LettuceFutures.awaitAll(TIMEOUT, replies.toArray(RedisFuture[]::new))) {
            throw new IllegalStateException("This measures something else: not all replies came in time");
        }
        return replies.stream().map(reply -> reply.toCompletableFuture().join()).toList();
    }

    /** Ends the connections. */
    @TearDown
    public void stop() {
        store.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private Chosen chosen() {
        next = (next + 1) % BATCHES;
        return batches.get(next);
    }

    private static Batch<Key, byte[]> checked(Batch<Key, byte[]> batch) {
        if (batch.values().size() != BATCH) {
            throw new IllegalStateException("This measures something else: not all keys were read");
        }
        return batch;
    }

    private static List<Chosen> choose() {
        Random random = new Random(42);
        List<Integer> all = new ArrayList<>(IntStream.range(0, KEYS).boxed().toList());
        List<Chosen> chosen = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            Collections.shuffle(all, random);
            List<Key> keys = all.subList(0, BATCH).stream().map(OnCluster::key).toList();
            chosen.add(new Chosen(keys, keys.stream().map(Key::text).toArray(String[]::new)));
        }
        return chosen;
    }

    private static Key key(int i) {
        return NAMESPACE.key("k" + i);
    }
}
