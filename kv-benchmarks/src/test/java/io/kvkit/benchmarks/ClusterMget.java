package io.kvkit.benchmarks;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.lettuce.core.KeyValue;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** 1,000 random keys of three masters, beside what Lettuce does with them and beside a pipeline by hand. */
public class ClusterMget extends Measured {

    @Benchmark
    public List<KeyValue<String, byte[]>> lettuceMget(OnCluster cluster) {
        return cluster.lettuceMget();
    }

    @Benchmark
    @Against("lettuceMget")
    public Batch<Key, byte[]> storeMget(OnCluster cluster) {
        return cluster.mget();
    }

    @Benchmark
    @Against("lettuceMget")
    public List<byte[]> lettuceGetsByHand(OnCluster cluster) {
        return cluster.lettuceGets();
    }
}
