package io.kvkit.spring.outage;

import io.kvkit.store.Key;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.Replication;
import java.util.List;
import java.util.Set;

/** A cluster of three masters, one of which dies, and its replica, which takes its place when it is told to. */
final class ThreeMasters implements Site {

    private final RedisCluster cluster = RedisCluster.startWithReplicas(3);
    private final RedisServer victim = cluster.masters().get(0);

    ThreeMasters() {
        cluster.promoteOnlyWhenTold();
    }

    // Whoever is killed ends its connections; the others are not to be taken for silent on a busy machine.
    @Override
    public List<String> properties() {
        return List.of("kv.redis.timeout=5s", "kv.redis.cluster.nodes=" + String.join(",", cluster.nodes()));
    }

    @Override
    public void replicate() {
        Replication.await(victim);
    }

    @Override
    public Set<String> lost() {
        return Set.of(victim.host() + ":" + victim.port());
    }

    @Override
    public boolean keeps(Key key) {
        return cluster.masterOf(key.text()) != victim;
    }

    @Override
    public void begin() {
        victim.kill();
    }

    @Override
    public void end() {
        cluster.promote(victim);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
