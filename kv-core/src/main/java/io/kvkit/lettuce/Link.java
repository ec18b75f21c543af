package io.kvkit.lettuce;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The link to a server: one connection, which is opened in the background and opened again when it is lost, with
 * attempts at most a second apart. Operations wait for the first attempt only; later, they fail at once if there is no
 * connection.
 */
final class Link implements Connecting.Listener {

    /** The state that operations find: a connection, or the reason why there is none. */
    private record State(
            @Nullable Session session, @Nullable Throwable failure) {}

    private final Driver driver;
    private final Connecting connecting;
    private final Watchdog watchdog;
    private final Runnable onLoss;
    private final String name;
    private final LinkLog log;
    private final FirstAttempt firstAttempt = new FirstAttempt();
    private volatile ServerClock clock = new ServerClock();
    private volatile State state = new State(null, null);
    private volatile boolean closed;

    /**
     * Starts to connect.
     *
     * @param name the name of the server in the log
     * @param onLoss runs when the connection is lost and when an attempt has failed
     */
    Link(Driver driver, Connector connector, String name, Runnable onLoss) {
        this.driver = driver;
        this.connecting = new Connecting(driver, connector, this);
        this.watchdog = new Watchdog(driver, this);
        this.onLoss = onLoss;
        this.name = name;
        this.log = new LinkLog(name);
        connecting.attempt();
        watchdog.start();
    }

    /** Writes to the connection, now or after the first attempt to connect. */
    void send(Outgoing outgoing) {
        State now = state;
        if (now.session != null || firstAttempt.hasEnded()) {
            send(outgoing, now);
        } else {
            firstAttempt.then(() -> send(outgoing, state));
        }
    }

    boolean awaitConnection(Duration atMost) {
        return firstAttempt.await(atMost) && state.session != null;
    }

    boolean isClosed() {
        return closed;
    }

    ServerClock clock() {
        return clock;
    }

    String name() {
        return name;
    }

    /** Returns the version of the server as last reported. */
    String version() {
        Session session = state.session;
        return session == null ? "unknown" : session.version();
    }

    /** Returns the connection; null if there is none now. */
    @Nullable
    Session session() {
        return state.session;
    }

    /** Drops a connection that is no longer usable; another one is opened. */
    void giveUp(Session session) {
        lost(session);
    }

    void close() {
        closed = true;
        connecting.stop();
        firstAttempt.ended();
        Session session = state.session;
        if (session != null) {
            lost(session);
        }
    }

    private void send(Outgoing outgoing, State now) {
        if (outgoing.isDone()) {
            return;
        }
        try {
            if (closed) {
                outgoing.refuse(Faults::closed);
            } else if (now.session == null) {
                outgoing.refuse(faults -> faults.notConnected(now.failure));
            } else {
                outgoing.write(now.session);
            }
        } catch (RuntimeException e) {
            outgoing.refuse(faults -> faults.of(e));
        }
    }

    @Override
    public void failed(Throwable failure) {
        state = new State(null, failure);
        firstAttempt.ended();
        if (!closed) {
            log.failed(failure);
            onLoss.run();
            connecting.attemptLater();
        }
    }

    @Override
    public void connected(StatefulRedisConnection<String, byte[]> connection) {
        clock = clock.next();
        Session session = new Session(connection, clock);
        state = new State(session, null);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                lost(session);
            }
        });
        if (closed || !connection.isOpen()) {
            lost(session);
            return;
        }
        log.connected();
        watchdog.opened(session);
        firstAttempt.ended();
    }

    private void lost(Session session) {
        if (drop(session)) {
            driver.end(session.connection());
            if (!closed) {
                log.lost();
                driver.lost();
                onLoss.run();
                connecting.attemptLater();
            }
        }
        firstAttempt.ended();
    }

    private synchronized boolean drop(Session session) {
        boolean present = state.session == session;
        if (present) {
            state = new State(null, null);
        }
        return present;
    }
}
