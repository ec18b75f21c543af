package io.kvkit.tck;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Moves slots with their keys between the masters of a cluster, as an operator does. */
public final class SlotMover implements AutoCloseable {

    private static final int PORTION = 20;
    private static final long PATIENCE_MILLIS = 5_000;

    /** A master and the way to it. */
    private record Node(RedisServer server, StatefulRedisConnection<String, String> connection, String id) {

        RedisCommands<String, String> redis() {
            return connection.sync();
        }
    }

    private final RedisClient client = RedisClient.create();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, Integer> owners = new HashMap<>();

    public SlotMover(RedisCluster cluster) {
        for (RedisServer master : cluster.masters()) {
            var connection = client.connect(RedisURI.create(master.uri()));
            nodes.add(new Node(master, connection, connection.sync().clusterMyId()));
        }
    }

    /** Forgets all scripts on every master. */
    public void forgetScripts() {
        nodes.forEach(node -> node.redis().scriptFlush());
    }

    /** Moves a slot to the next master, its keys in small portions, and gives back how many these were. */
    public int moveOn(int slot) {
        int from = owners.getOrDefault(slot, slot * nodes.size() / SlotHash.SLOT_COUNT);
        int to = (from + 1) % nodes.size();
        int moved = move(slot, nodes.get(from), nodes.get(to));
        owners.put(slot, to);
        return moved;
    }

    private int move(int slot, Node from, Node to) {
        to.redis().clusterSetSlotImporting(slot, from.id);
        from.redis().clusterSetSlotMigrating(slot, to.id);
        int moved = 0;
        List<String> keys = from.redis().clusterGetKeysInSlot(slot, PORTION);
        while (!keys.isEmpty()) {
            from.redis()
                    .migrate(
                            to.server.host(),
                            to.server.port(),
                            0,
                            PATIENCE_MILLIS,
                            MigrateArgs.Builder.keys(keys.toArray(String[]::new)));
            moved += keys.size();
            keys = from.redis().clusterGetKeysInSlot(slot, PORTION);
        }
        to.redis().clusterSetSlotNode(slot, to.id);
        from.redis().clusterSetSlotNode(slot, to.id);
        nodes.forEach(node -> node.redis().clusterSetSlotNode(slot, to.id));
        awaitAgreement();
        return moved;
    }

    // While the nodes do not yet agree who has a slot since when, moving it on makes Redis itself answer from two
    // nodes.
    private void awaitAgreement() {
        Eventually.until(
                "nodes that agree",
                () -> nodes.stream().map(SlotMover::view).distinct().count() == 1);
    }

    // Which masters are there, since which epoch, and with which slots. Nothing of that depends on a replica.
    private static Set<String> view(Node node) {
        return node.redis()
                .clusterNodes()
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words[2].contains("master"))
                .map(words -> words[0] + " " + words[6] + " " + List.of(words).subList(8, words.length))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
