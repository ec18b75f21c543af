package io.kvkit.tck;

import io.lettuce.core.KillArgs;

/** The connections on which a server pushes the keys that change. */
public final class PushConnections {

    private PushConnections() {}

    /** Ends all of them on a server, as an operator does. */
    public static void kill(RedisServer server) {
        RedisCluster.ask(
                server,
                redis -> redis.clientList()
                        .lines()
                        .filter(line -> line.contains(" flags=tB"))
                        .map(line -> Long.parseLong(line.replaceAll("^id=(\\d+) .*", "$1")))
                        .mapToLong(id -> redis.clientKill(KillArgs.Builder.id(id)))
                        .sum());
    }
}
