package io.kvkit.lettuce;

import io.kvkit.call.Backoff;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to connect to a server, at most a second apart. The pauses grow until a connection has lasted for a while,
 * because servers and proxies may accept connections and end them at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class Connecting {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Receives the outcome of an attempt. */
    interface Listener {

        void connected(StatefulRedisConnection<String, byte[]> connection);

        void failed(Throwable failure);
    }

    private final Driver driver;
    private final Connector connector;
    private final Listener listener;
    private boolean stopped;
    private volatile int inVain;
    private volatile long openedNanos;
    private volatile boolean open;

    Connecting(Driver driver, Connector connector, Listener listener) {
        this.driver = driver;
        this.connector = connector;
        this.listener = listener;
    }

    /** Starts an attempt now. */
    synchronized void attempt() {
        if (stopped) {
            return;
        }
        try {
            connector.connect().whenComplete(this::attempted);
        } catch (RuntimeException e) {
            listener.failed(e);
        }
    }

    private void attempted(StatefulRedisConnection<String, byte[]> connection, @Nullable Throwable failure) {
        if (failure == null) {
            openedNanos = System.nanoTime();
            open = true;
            listener.connected(connection);
        } else {
            listener.failed(failure);
        }
    }

    /** Starts an attempt after a pause, which grows with each attempt that failed or led to a short connection. */
    void attemptLater() {
        int before = hasLasted() ? 0 : inVain;
        open = false;
        inVain = before + 1;
        long delay = BACKOFF.pause(before).toMillis();
        long jittered = delay - ThreadLocalRandom.current().nextLong(delay / 4 + 1);
        driver.later(this::attempt, jittered);
    }

    private boolean hasLasted() {
        return open && System.nanoTime() - openedNanos >= LASTING_NANOS;
    }

    // No attempt starts on threads that are being ended: netty would log that as an error.
    synchronized void stop() {
        stopped = true;
    }
}
