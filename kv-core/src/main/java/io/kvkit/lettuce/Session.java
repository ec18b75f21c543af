package io.kvkit.lettuce;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.RedisCommand;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An open connection, seen through the commands that every topology has. */
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for them
final class Session {

    private static final Pattern VERSION = Pattern.compile("(?m)^(?:valkey|redis)_version:(\\S+)");

    private final StatefulConnection<String, byte[]> connection;
    private final RedisClusterAsyncCommands<String, byte[]> commands;
    private volatile String version = "unknown";
    private volatile long heardNanos = System.nanoTime();

    Session(StatefulRedisConnection<String, byte[]> connection) {
        this.connection = connection;
        this.commands = connection.async();
        commands.info("server").thenAccept(this::readVersion);
    }

    RedisClusterAsyncCommands<String, byte[]> commands() {
        return commands;
    }

    /** Writes commands in one flush. */
    void dispatch(Collection<? extends RedisCommand<String, byte[], ?>> batch) {
        connection.dispatch(batch);
    }

    /** Asks for the server's time. */
    void probe(ServerClock clock) {
        long sent = System.nanoTime();
        commands.time().thenAccept(time -> clock.probed(time, sent));
    }

    String version() {
        return version;
    }

    void heard() {
        heardNanos = System.nanoTime();
    }

    long silentNanos() {
        return System.nanoTime() - heardNanos;
    }

    void close() {
        connection.closeAsync();
    }

    private void readVersion(String info) {
        Matcher matcher = VERSION.matcher(info);
        if (matcher.find()) {
            version = matcher.group(1);
        }
    }
}
