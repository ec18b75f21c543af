package io.kvkit.lettuce;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server: one connection, opened in the background and opened again when it is lost, with attempts at most
 * a second apart. Operations wait for the first attempt only; later, without a connection they fail at once.
 *
 * <p>Every second the server is asked for its time. A connection on which no answer comes for three seconds is dropped:
 * a peer that is gone, or that stands still, does not always close it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Link {

    private static final long FIRST_DELAY_MILLIS = 20;
    private static final long MAX_DELAY_MILLIS = 1_000;
    private static final long BEAT_MILLIS = 1_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Opens a connection to the server. */
    @FunctionalInterface
    interface Connector {
        CompletionStage<StatefulRedisConnection<String, byte[]>> connect();
    }

    /** What operations find: a connection, or why there is none. */
    private record State(
            @Nullable Session session, @Nullable Throwable failure) {}

    private final Driver driver;
    private final Connector connector;
    private final Runnable onLoss;
    private final String name;
    private final LinkLog log;
    private final ServerClock clock = new ServerClock();
    private final FirstAttempt firstAttempt = new FirstAttempt();
    private volatile State state = new State(null, null);
    private volatile boolean closed;
    private int failures;

    /**
     * Begins to connect.
     *
     * @param name what to call the server in the log
     * @param onLoss is run when the connection is lost and when an attempt was in vain
     */
    Link(Driver driver, Connector connector, String name, Runnable onLoss) {
        this.driver = driver;
        this.connector = connector;
        this.onLoss = onLoss;
        this.name = name;
        this.log = new LinkLog(name);
        connect();
        beatLater();
    }

    /** Gives the call to the connection, now or after the first attempt to connect. */
    void send(Call<?> call, Consumer<Session> sending) {
        if (firstAttempt.hasEnded()) {
            sendNow(call, sending);
        } else {
            firstAttempt.then(() -> sendNow(call, sending));
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

    /** The version of the server as it last said it. */
    String version() {
        Session session = state.session;
        return session == null ? "unknown" : session.version();
    }

    /** The connection, if there is one now. */
    @Nullable
    Session session() {
        return state.session;
    }

    /** Drops a connection that is of no use any more; another one is opened. */
    void giveUp(Session session) {
        lost(session);
    }

    void close() {
        refuseAttempts();
        firstAttempt.ended();
        Session session = state.session;
        if (session != null) {
            lost(session);
        }
    }

    private void sendNow(Call<?> call, Consumer<Session> sending) {
        State now = state;
        if (call.isDone()) {
            return;
        }
        try {
            if (closed) {
                call.completeExceptionally(Errors.closed(call.operation()));
            } else if (now.session == null) {
                call.completeExceptionally(Errors.notConnected(call.operation(), now.failure));
            } else {
                sending.accept(now.session);
            }
        } catch (RuntimeException e) {
            call.fail(e);
        }
    }

    // No attempt begins on threads that are being ended: netty would log that as an error.
    private synchronized void refuseAttempts() {
        closed = true;
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        try {
            connector.connect().whenComplete((connection, failure) -> {
                if (failure == null) {
                    connected(connection);
                } else {
                    failed(failure);
                }
            });
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        state = new State(null, failure);
        firstAttempt.ended();
        if (!closed) {
            log.failed(failure);
            onLoss.run();
            connectLater();
        }
    }

    private void connected(StatefulRedisConnection<String, byte[]> connection) {
        Session session = new Session(connection);
        failures = 0;
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
        session.beat(clock, SILENCE_NANOS);
        firstAttempt.ended();
    }

    private void lost(Session session) {
        if (drop(session)) {
            driver.end(session);
            if (!closed) {
                log.lost();
                driver.lost();
                onLoss.run();
                connectLater();
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

    private void connectLater() {
        long delay = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures++, 10));
        long jittered = delay - ThreadLocalRandom.current().nextLong(delay / 4 + 1);
        driver.later(this::connect, jittered);
    }

    private void beatLater() {
        driver.later(this::beat, BEAT_MILLIS);
    }

    private void beat() {
        Session session = state.session;
        if (session != null && !session.beat(clock, SILENCE_NANOS)) {
            giveUp(session);
        }
        if (!closed) {
            beatLater();
        }
    }
}
