package io.kvkit.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An open connection to one server. */
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for them
final class Session {

    private static final Pattern VERSION = Pattern.compile("(?m)^(?:valkey|redis)_version:(\\S+)");

    private static final String UNKNOWN = "unknown";

    private final StatefulRedisConnection<String, byte[]> connection;
    private final ServerClock clock;
    private volatile boolean refusesCreation;
    private volatile @Nullable String version;
    private volatile boolean waiting;
    private volatile long askedNanos;

    Session(StatefulRedisConnection<String, byte[]> connection, ServerClock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    ServerClock clock() {
        return clock;
    }

    /** Returns whether a record may be written by the clock, if the key is missing. */
    boolean creates() {
        return !refusesCreation && clock.isExact();
    }

    /** Records that the server does not know SET with NX and GET, as before Redis 7. */
    void createsNot() {
        refusesCreation = true;
    }

    /** Writes a command. */
    void dispatch(RedisCommand<String, byte[], ?> command) {
        connection.dispatch(command);
    }

    /** Writes commands in one flush. */
    void dispatch(Collection<? extends RedisCommand<String, byte[], ?>> batch) {
        connection.dispatch(batch);
    }

    /** Asks for the server's time, unless an answer is pending; returns false if it has been pending for too long. */
    boolean beat(long silenceNanos) {
        long now = System.nanoTime();
        if (version == null) {
            askVersion();
        }
        if (waiting) {
            return now - askedNanos < silenceNanos;
        }
        askTime(now);
        return true;
    }

    private void askTime(long now) {
        askedNanos = now;
        waiting = true;
        clock.asks();
        connection.async().time().whenComplete((time, failure) -> {
            waiting = false;
            if (failure == null) {
                clock.probed(time, now);
            }
        });
    }

    String version() {
        String known = version;
        return known == null ? UNKNOWN : known;
    }

    // Without the permission to ask, there is no need to ask again.
    private void askVersion() {
        connection.async().info("server").whenComplete((info, failure) -> {
            if (failure == null) {
                Matcher matcher = VERSION.matcher(info);
                version = matcher.find() ? matcher.group(1) : UNKNOWN;
            } else if (failure instanceof RedisCommandExecutionException) {
                version = UNKNOWN;
            }
        });
    }
}
