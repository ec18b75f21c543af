package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Connector connector;
    private final Connecting connecting;
    private final Watchdog watchdog;
    private final Runnable onLoss;
    private final String name;
    private final LinkLog log;
    private final Map<Durability, DurableLink> durable = new ConcurrentHashMap<>();
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
        this(driver, connector, name, onLoss, Duration.ZERO);
    }

    private Link(Driver driver, Connector connector, String name, Runnable onLoss, Duration longest) {
        this.driver = driver;
        this.connector = connector;
        this.connecting = new Connecting(driver, connector, this);
        this.watchdog = new Watchdog(driver, this, longest);
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

    /** Writes a call to the connection on which its durability can be waited for. */
    void send(Call<?, ?> call, Durability durability) {
        if (durability.isAwaited() && !closed) {
            durable(durability).send(List.of(call));
        } else {
            send(call);
        }
    }

    /** Returns the way to the server for changes that must be durable, which has a connection of its own. */
    DurableLink durable(Durability how) {
        DurableLink known = durable.get(how);
        return known == null ? addDurable(how) : known;
    }

    private DurableLink addDurable(Durability how) {
        DurableLink added = durable.computeIfAbsent(how, this::newDurable);
        if (closed) {
            added.close();
        }
        return added;
    }

    private DurableLink newDurable(Durability how) {
        String own = name + " for durable changes";
        Link link = new Link(driver, connector, own, onLoss, how.timeout());
        return new DurableLink(this, link, how, mostInFlight());
    }

    /** Returns how many commands may be in flight on a connection; the driver refuses more. */
    int mostInFlight() {
        return driver.requestQueueSize();
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

    /** Returns the number of open connections. */
    int open() {
        int others = durable.values().stream().mapToInt(DurableLink::open).sum();
        return others + (state.session == null ? 0 : 1);
    }

    /**
     * Drops a connection that is no longer usable; another one is opened. If the server is not usable, neither are its
     * connections for durable changes.
     */
    void giveUp(Session session) {
        boolean own = state.session == session;
        durable.values().forEach(link -> link.giveUp(own ? null : session));
        lost(session);
    }

    void close() {
        closed = true;
        connecting.stop();
        firstAttempt.ended();
        durable.values().forEach(DurableLink::close);
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
