package io.kvkit.lettuce;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: one connection, opened in the background and opened again when it is lost, at least once a
 * second. Operations wait for the first attempt only; later, without a connection they fail at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Link {

    private static final long FIRST_DELAY_MILLIS = 20;
    private static final long MAX_DELAY_MILLIS = 1_000;
    private static final long PROBE_SECONDS = 60;

    /** What operations find: a connection, or why there is none. */
    private record State(
            @Nullable Session session, @Nullable Throwable failure) {}

    private final Driver driver;
    private final LinkLog log;
    private final ServerClock clock = new ServerClock();
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private volatile State state = new State(null, null);
    private volatile boolean closed;
    private int failures;

    Link(LettuceSettings settings) {
        this.driver = new Driver(settings);
        this.log = new LinkLog(settings.toString());
        connect();
        probeLater();
    }

    /** Gives the call to the connection, now or after the first attempt to connect. */
    void send(Call<?> call, Consumer<Session> sending) {
        if (firstAttempt.isDone()) {
            sendNow(call, sending);
        } else {
            firstAttempt.whenComplete((done, never) -> sendNow(call, sending));
        }
    }

    boolean awaitConnection(Duration atMost) {
        try {
            firstAttempt.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
        return state.session != null;
    }

    boolean isClosed() {
        return closed;
    }

    ServerClock clock() {
        return clock;
    }

    /** The version of the server as it last said it. */
    String version() {
        Session session = state.session;
        return session == null ? "unknown" : session.version();
    }

    Timer timer() {
        return driver.timer();
    }

    /** Drops a connection on which nothing is heard any more; another one is opened. */
    void giveUp(Session session) {
        lost(session);
    }

    void close() {
        refuseAttempts();
        firstAttempt.complete(null);
        driver.close();
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
            driver.connect().whenComplete((connection, failure) -> {
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
        firstAttempt.complete(null);
        if (!closed) {
            log.failed(failure);
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
        session.probe(clock);
        firstAttempt.complete(null);
    }

    private void lost(Session session) {
        if (drop(session)) {
            session.close();
            if (!closed) {
                log.lost();
                connectLater();
            }
        }
        firstAttempt.complete(null);
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
        later(this::connect, jittered);
    }

    private void probeLater() {
        later(
                () -> {
                    Session session = state.session;
                    if (session != null) {
                        session.probe(clock);
                    }
                    probeLater();
                },
                TimeUnit.SECONDS.toMillis(PROBE_SECONDS));
    }

    private void later(Runnable task, long millis) {
        try {
            driver.timer().newTimeout(timeout -> task.run(), millis, TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
    }
}
