package io.kvkit.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A primary, its replica, and Sentinels that make the replica the primary about three seconds after the primary died or
 * stood still; fewer than three Sentinels only tell where the primary is.
 *
 * <p>Every process can be killed, frozen and started again by itself. It takes about three seconds to start.
 */
public final class SentinelSet implements AutoCloseable {

    /** What the Sentinels call the primary. */
    public static final String NAME = "mymaster";

    private static final int ENOUGH_TO_FAIL_OVER = 3;

    private final RedisServer first;
    private final RedisServer second;
    private final List<RedisSentinel> sentinels = new ArrayList<>();

    private SentinelSet(RedisServer first, RedisServer second) {
        this.first = first;
        this.second = second;
    }

    /** Starts the servers and a number of Sentinels, and waits until these can make the replica the primary. */
    public static SentinelSet start(int sentinels) {
        return start(sentinels, null);
    }

    /** Starts servers and Sentinels that speak TLS with each other and on the addresses of {@link #nodes}. */
    public static SentinelSet startWithTls(int sentinels, TestCertificate certificate) {
        return start(sentinels, certificate);
    }

    private static SentinelSet start(int sentinels, @Nullable TestCertificate certificate) {
        RedisServer first = server(certificate);
        RedisServer second = server(certificate, "--replicaof", first.host() + " " + announced(first, certificate));
        SentinelSet set = new SentinelSet(first, second);
        Eventually.untilAnswered("a replica in step", () -> replication(second).contains("master_link_status:up"));
        for (int i = 0; i < sentinels; i++) {
            set.sentinels.add(RedisSentinel.watch(
                    announced(first, certificate), sentinels / 2 + 1, deadAfter(sentinels), certificate));
        }
        Eventually.untilAnswered(
                "Sentinels that know all",
                () -> set.sentinels.stream().allMatch(sentinel -> isReady(sentinel, sentinels)));
        return set;
    }

    // On a busy machine a server stands still for a second by chance.
    private static Duration deadAfter(int sentinels) {
        return sentinels < ENOUGH_TO_FAIL_OVER ? Duration.ofMinutes(1) : Duration.ofSeconds(2);
    }

    private static RedisServer server(@Nullable TestCertificate certificate, String... replication) {
        // Without the delay a replica is in step three seconds sooner.
        List<String> options = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
        options.addAll(List.of(replication));
        if (certificate != null) {
            options.addAll(certificate.serverOptions(RedisServer.freePort()));
            options.addAll(List.of("--tls-replication", "yes"));
        }
        return RedisServer.start(options.toArray(String[]::new));
    }

    private static int announced(RedisServer server, @Nullable TestCertificate certificate) {
        return certificate == null ? server.port() : Integer.parseInt(server.option("--tls-port"));
    }

    /** The address as {@code redis-sentinel://host:port,host:port#mymaster}. */
    public String uri() {
        return "redis-sentinel://" + nodes().collect(Collectors.joining(",")) + "#" + NAME;
    }

    /** The addresses of the Sentinels. */
    public Stream<String> nodes() {
        return sentinels.stream().map(sentinel -> sentinel.host() + ":" + sentinel.announcedPort());
    }

    public List<RedisSentinel> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The server that is the primary now, by its own account. */
    public RedisServer primary() {
        return Stream.of(first, second)
                .filter(SentinelSet::isPrimary)
                .findFirst()
                .orElseThrow();
    }

    /** The server that was started as the primary. */
    public RedisServer first() {
        return first;
    }

    /** The server that was started as the replica. */
    public RedisServer second() {
        return second;
    }

    /** Waits until a server is a primary, by its own account. */
    public static void awaitPrimary(RedisServer server) {
        Eventually.untilAnswered("a primary", () -> isPrimary(server));
    }

    @Override
    public void close() {
        sentinels.forEach(RedisSentinel::close);
        first.close();
        second.close();
    }

    private static boolean isPrimary(RedisServer server) {
        return replication(server).contains("role:master");
    }

    private static String replication(RedisServer server) {
        return Nodes.ask(server.host(), server.port(), redis -> redis.info("replication"));
    }

    private static boolean isReady(RedisSentinel sentinel, int count) {
        String known = Nodes.ask(sentinel.host(), sentinel.port(), redis -> redis.info("sentinel"));
        return known.contains("slaves=1,sentinels=" + count);
    }
}
