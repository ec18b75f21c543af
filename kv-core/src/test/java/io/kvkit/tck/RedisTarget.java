package io.kvkit.tck;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.LettuceSettingsBuilder;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Servers that tests share, and how a store reaches them.
 *
 * @param topology where the store finds them
 * @param settings what else the store needs to know, as credentials
 * @param admins addresses as {@code redis://host:port}, one for each server that holds keys, at which everything is
 *     allowed
 */
public record RedisTarget(RedisTopology topology, UnaryOperator<LettuceSettingsBuilder> settings, List<String> admins) {

    /** One server. */
    static RedisTarget server(String uri) {
        return new RedisTarget(LettuceSettings.ofUri(uri).build().topology(), settings -> settings, List.of(uri));
    }

    /** The primary that Sentinels watch. */
    public static RedisTarget of(SentinelSet set) {
        List<Address> nodes = set.nodes().map(Address::parse).toList();
        return new RedisTarget(
                new RedisTopology.Sentinel(SentinelSet.NAME, nodes),
                settings -> settings,
                List.of(set.primary().uri()));
    }

    /** The masters of a cluster. */
    public static RedisTarget of(RedisCluster cluster) {
        List<Address> nodes = cluster.nodes().stream().map(Address::parse).toList();
        return new RedisTarget(
                new RedisTopology.Cluster(nodes),
                settings -> settings,
                cluster.masters().stream().map(RedisServer::uri).toList());
    }

    /** A store that is connected. */
    KvStore connect(Duration timeout) {
        LettuceSettingsBuilder all =
                settings.apply(LettuceSettings.of(topology)).timeout(timeout);
        return Connected.await(new LettuceKvStore(all.build()));
    }
}
