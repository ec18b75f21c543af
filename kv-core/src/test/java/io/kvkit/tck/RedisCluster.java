package io.kvkit.tck;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis Cluster on the loopback interface: some masters with equal parts of the slots, and perhaps a replica of
 * each, which takes over about three seconds after its master died or stood still. Without replicas, nodes take each
 * other for dead only after a minute.
 *
 * <p>While a master is missing, the others go on ({@code cluster-require-full-coverage no}). Every node can be killed,
 * frozen and started again by itself; it then still knows its part. It takes about two seconds to start.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int TIMEOUT_AT_START_MILLIS = 15_000;
    private static final int TIMEOUT_WITH_REPLICAS_MILLIS = 2_000;
    private static final int TIMEOUT_WITHOUT_REPLICAS_MILLIS = 60_000;

    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();

    private final @Nullable TestCertificate certificate;

    private RedisCluster(@Nullable TestCertificate certificate) {
        this.certificate = certificate;
    }

    /** Starts masters and waits until all slots are served. */
    public static RedisCluster start(int masters) {
        return new RedisCluster(null).startMasters(masters).calm();
    }

    /** Starts masters that speak TLS with each other and on the addresses of {@link #nodes}. */
    public static RedisCluster startWithTls(int masters, TestCertificate certificate) {
        return new RedisCluster(certificate).startMasters(masters).calm();
    }

    /** Starts masters with a replica each, and waits until all slots are served and the replicas are in step. */
    public static RedisCluster startWithReplicas(int masters) {
        RedisCluster cluster = new RedisCluster(null).startMasters(masters);
        for (int i = 0; i < masters; i++) {
            cluster.replicas.add(cluster.node());
        }
        cluster.meet(cluster.replicas);
        for (int i = 0; i < masters; i++) {
            RedisServer replica = cluster.replicas.get(i);
            String id = ask(cluster.masters.get(i), RedisCommands::clusterMyId);
            Eventually.untilAnswered(
                    "a replica",
                    () -> ask(replica, redis -> redis.clusterReplicate(id)).equals("OK"));
            Eventually.untilAnswered(
                    "a replica in step",
                    () -> ask(replica, redis -> redis.info("replication")).contains("master_link_status:up"));
        }
        cluster.awaitReady();
        cluster.takeForDeadAfter(TIMEOUT_WITH_REPLICAS_MILLIS);
        return cluster;
    }

    /** The servers that were started as masters. */
    public List<RedisServer> masters() {
        return List.copyOf(masters);
    }

    /** The servers that were started as replicas, in the order of their masters. */
    public List<RedisServer> replicas() {
        return List.copyOf(replicas);
    }

    /** The addresses of all nodes as {@code host:port}. */
    public List<String> nodes() {
        return servers().map(node -> node.host() + ":" + announced(node)).toList();
    }

    /** The server that was started as the master of a key. */
    public RedisServer masterOf(String key) {
        return masters.get(SlotHash.getSlot(key) * masters.size() / SlotHash.SLOT_COUNT);
    }

    /** From now on no replica takes over within a minute, however slow the machine is, unless it is told to. */
    public void promoteOnlyWhenTold() {
        takeForDeadAfter(TIMEOUT_WITHOUT_REPLICAS_MILLIS);
    }

    /** Makes the replica of a dead master its successor, and waits until the other masters know that. */
    public void promote(RedisServer master) {
        RedisServer replica = replicas.get(masters.indexOf(master));
        ask(replica, redis -> redis.clusterFailover(false, true)); // with force it would need votes, which may be lost
        String id = ask(replica, RedisCommands::clusterMyId);
        Eventually.untilAnswered(
                "a successor that the others know",
                () -> masters.stream().filter(other -> other != master).allMatch(other -> knowsAsMaster(other, id)));
    }

    /** Waits until every living node takes the cluster for complete. */
    public void awaitReady(RedisServer... living) {
        List<RedisServer> asked = living.length == 0 ? servers().toList() : List.of(living);
        Eventually.untilAnswered("a complete cluster", () -> asked.stream().allMatch(RedisCluster::isComplete));
    }

    /**
     * How long a node may say nothing before the others take it for dead. On a busy machine one stands still for a second
     * by chance.
     */
    public void takeForDeadAfter(int millis) {
        servers()
                .forEach(node -> ask(node, redis -> redis.configSet("cluster-node-timeout", Integer.toString(millis))));
    }

    /** Asks or tells a node something. */
    public static <T> T ask(RedisServer node, Function<RedisCommands<String, String>, T> question) {
        return Nodes.ask(node.host(), node.port(), question);
    }

    @Override
    public void close() {
        servers().forEach(RedisServer::close);
    }

    private Stream<RedisServer> servers() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    private RedisCluster startMasters(int count) {
        for (int i = 0; i < count; i++) {
            masters.add(node());
        }
        divideSlots();
        meet(masters);
        awaitReady();
        return this;
    }

    private RedisCluster calm() {
        takeForDeadAfter(TIMEOUT_WITHOUT_REPLICAS_MILLIS);
        return this;
    }

    private RedisServer node() {
        List<String> options = new ArrayList<>(List.of("--cluster-enabled", "yes"));
        options.addAll(List.of("--cluster-port", Integer.toString(RedisServer.freePort())));
        options.addAll(List.of("--cluster-node-timeout", Integer.toString(TIMEOUT_AT_START_MILLIS)));
        options.addAll(List.of("--cluster-require-full-coverage", "no"));
        options.addAll(List.of("--repl-diskless-sync-delay", "0"));
        if (certificate != null) {
            options.addAll(certificate.serverOptions(RedisServer.freePort()));
            options.addAll(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
        }
        return RedisServer.start(options.toArray(String[]::new));
    }

    private int announced(RedisServer node) {
        return certificate == null ? node.port() : Integer.parseInt(node.option("--tls-port"));
    }

    private void divideSlots() {
        int count = masters.size();
        for (int i = 0; i < count; i++) {
            int from = firstSlot(i, count);
            int to = firstSlot(i + 1, count);
            int epoch = i + 1;
            ask(masters.get(i), redis -> {
                redis.clusterSetConfigEpoch(epoch);
                return redis.clusterAddSlots(IntStream.range(from, to).toArray());
            });
        }
    }

    private static int firstSlot(int master, int count) {
        return (SlotHash.SLOT_COUNT * master + count - 1) / count;
    }

    // Each is told of all before it: to hear of them by and by takes seconds.
    private void meet(List<RedisServer> newcomers) {
        List<RedisServer> all = servers().toList();
        for (RedisServer newcomer : newcomers) {
            all.subList(0, all.indexOf(newcomer)).forEach(known -> introduce(newcomer, known));
        }
        Eventually.untilAnswered(
                "nodes that know each other", () -> all.stream().allMatch(this::knowsAll));
    }

    private void introduce(RedisServer newcomer, RedisServer known) {
        // The bus port must be told when it is not 10,000 above the other.
        CommandArgs<String, String> address = new CommandArgs<>(StringCodec.UTF8)
                .add("MEET")
                .add(known.host())
                .add(announced(known))
                .add(known.option("--cluster-port"));
        ask(newcomer, redis -> redis.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), address));
    }

    private static boolean knowsAsMaster(RedisServer node, String id) {
        return ask(node, RedisCommands::clusterNodes)
                .lines()
                .anyMatch(line -> line.startsWith(id) && line.contains("master"));
    }

    private boolean knowsAll(RedisServer node) {
        return ask(node, RedisCommands::clusterInfo)
                .contains("cluster_known_nodes:" + servers().count());
    }

    private static boolean isComplete(RedisServer node) {
        String info = ask(node, RedisCommands::clusterInfo);
        return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT);
    }
}
