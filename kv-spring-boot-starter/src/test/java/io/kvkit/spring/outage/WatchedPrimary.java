package io.kvkit.spring.outage;

import io.kvkit.tck.Replication;
import io.kvkit.tck.SentinelSet;
import java.util.List;

/** A primary that dies, and a replica that Sentinels put in its place. */
final class WatchedPrimary implements Site {

    private final SentinelSet set = SentinelSet.start(3);

    @Override
    public List<String> properties() {
        return List.of(
                "kv.redis.sentinel.master=" + SentinelSet.NAME,
                "kv.redis.sentinel.nodes=" + String.join(",", set.nodes().toList()));
    }

    @Override
    public void replicate() {
        Replication.await(set.first());
    }

    @Override
    public void begin() {
        set.first().kill();
    }

    @Override
    public void end() {
        SentinelSet.awaitPrimary(set.second());
    }

    @Override
    public void close() {
        set.close();
    }
}
