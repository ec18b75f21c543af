package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.call.LogThrottle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the state of a connection for operators: at most once in ten seconds that it fails, and, after such a message,
 * that there is a connection again.
 */
final class LinkLog {

    private static final Logger LOG = LoggerFactory.getLogger(LettuceKvStore.class);

    private final String server;
    private final LogThrottle throttle = new LogThrottle();
    private final AtomicBoolean news = new AtomicBoolean(true);

    LinkLog(String server) {
        this.server = server;
    }

    void connected() {
        if (news.getAndSet(false)) {
            LOG.info("Connected to Redis {}", server);
        }
    }

    void lost() {
        if (mayWarn()) {
            LOG.warn("Lost the connection to Redis {}; reconnecting in the background", server);
        }
    }

    void failed(Throwable failure) {
        if (!mayWarn()) {
            return;
        }
        if (Errors.isAuthentication(failure)) {
            LOG.warn("Redis {} refuses the credentials; check the user name and password. Retrying", server);
        } else {
            LOG.warn("Cannot connect to Redis {}: {}. Retrying", server, reason(failure));
        }
    }

    // Contains only the names of exceptions and the innermost message, which is that of the operating system.
    private static String reason(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private boolean mayWarn() {
        boolean may = throttle.allows(System.nanoTime() / 1_000);
        if (may) {
            news.set(true);
        }
        return may;
    }
}
