package io.kvkit.lettuce;

import java.util.concurrent.TimeUnit;

/**
 * Asks a server for its time every second, and drops a connection on which no answer arrives for three seconds: a
 * server that is gone or hangs does not always close it.
 */
final class Watchdog {

    private static final long BEAT_MILLIS = 1_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Driver driver;
    private final Link link;

    Watchdog(Driver driver, Link link) {
        this.driver = driver;
        this.link = link;
    }

    /** Starts; the watchdog ends with the link. */
    void start() {
        driver.later(this::beat, BEAT_MILLIS);
    }

    /** Asks over a new connection without waiting for the next second. */
    void opened(Session session) {
        session.beat(SILENCE_NANOS);
    }

    private void beat() {
        Session session = link.session();
        if (session != null && !session.beat(SILENCE_NANOS)) {
            link.giveUp(session);
        }
        if (!link.isClosed()) {
            start();
        }
    }
}
