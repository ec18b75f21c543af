package io.kvkit.lettuce;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An open connection to one server. */
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for them
final class Session {

    private static final Pattern VERSION = Pattern.compile("(?m)^(?:valkey|redis)_version:(\\S+)");

    private final StatefulRedisConnection<String, byte[]> connection;
    private volatile String version = "unknown";
    private volatile boolean waiting;
    private volatile long askedNanos;

    Session(StatefulRedisConnection<String, byte[]> connection) {
        this.connection = connection;
        connection.async().info("server").thenAccept(this::readVersion);
    }

    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    /** Writes commands in one flush. */
    void dispatch(Collection<? extends RedisCommand<String, byte[], ?>> batch) {
        connection.dispatch(batch);
    }

    /** Asks for the server's time, unless an answer is still awaited; false if it is awaited for too long. */
    boolean beat(ServerClock clock, long silenceNanos) {
        long now = System.nanoTime();
        if (waiting) {
            return now - askedNanos < silenceNanos;
        }
        askedNanos = now;
        waiting = true;
        connection.async().time().whenComplete((time, failure) -> {
            waiting = false;
            if (failure == null) {
                clock.probed(time, now);
            }
        });
        return true;
    }

    String version() {
        return version;
    }

    void close() {
        Driver.close(connection);
    }

    private void readVersion(String info) {
        Matcher matcher = VERSION.matcher(info);
        if (matcher.find()) {
            version = matcher.group(1);
        }
    }
}
