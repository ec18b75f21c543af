package io.kvkit.spring.outage;

import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import java.util.List;
import java.util.stream.Stream;

/** A cluster of three masters, one of which dies, and its replica, which takes its place. */
final class ThreeMasters implements Site {

    private final RedisCluster cluster = RedisCluster.startWithReplicas(3);

    @Override
    public List<String> properties() {
        return List.of("kv.redis.cluster.nodes=" + String.join(",", cluster.nodes()));
    }

    @Override
    public void replicate() {
        Replication.await(cluster.masters().get(0));
    }

    @Override
    public void begin() {
        cluster.masters().get(0).kill();
    }

    @Override
    public void end() {
        SentinelSet.awaitPrimary(cluster.replicas().get(0));
        RedisServer[] living = Stream.concat(cluster.masters().stream().skip(1), cluster.replicas().stream())
                .toArray(RedisServer[]::new);
        cluster.awaitReady(living);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
