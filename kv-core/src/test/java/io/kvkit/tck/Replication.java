package io.kvkit.tck;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a replica is behind its primary. */
public final class Replication {

    private static final Pattern OWN = Pattern.compile("master_repl_offset:(\\d+)");
    private static final Pattern REPLICA = Pattern.compile("slave0:.*offset=(\\d+)");

    private Replication() {}

    /** Returns when a server's replica has acknowledged everything that the server had changed so far. */
    public static void await(RedisServer primary) {
        long now = number(OWN, primary);
        Eventually.until("replication", () -> number(REPLICA, primary) >= now);
    }

    private static long number(Pattern field, RedisServer primary) {
        Matcher matcher = field.matcher(RedisCluster.ask(primary, redis -> redis.info("replication")));
        if (!matcher.find()) {
            throw new IllegalStateException("No " + field);
        }
        return Long.parseLong(matcher.group(1));
    }
}
