package io.kvkit.lettuce;

import java.time.Duration;

/**
 * Asks a server for its time every second, and drops a connection on which no answer arrives for three seconds: a
 * server that is gone or hangs does not always close it.
 */
final class Watchdog {

    private static final long BEAT_MILLIS = 1_000;
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Driver driver;
    private final Link link;
    private final long silenceNanos;

    /**
     * Creates a watchdog.
     *
     * @param longest how long a command on the connection may hold up the next one
     */
    Watchdog(Driver driver, Link link, Duration longest) {
        this.driver = driver;
        this.link = link;
        this.silenceNanos = SILENCE.plus(longest).toNanos();
    }

    /** Starts; the watchdog ends with the link. */
    void start() {
        driver.later(this::beat, BEAT_MILLIS);
    }

    /** Asks over a new connection without waiting for the next second. */
    void opened(Session session) {
        session.beat(silenceNanos);
    }

    private void beat() {
        Session session = link.session();
        if (session != null && !session.beat(silenceNanos)) {
            link.giveUp(session);
        }
        if (!link.isClosed()) {
            start();
        }
    }
}
