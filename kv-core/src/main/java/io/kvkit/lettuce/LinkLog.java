package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology.Address;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an operator must know of a connection, at most once in ten seconds while it fails. */
final class LinkLog {

    private static final Logger LOG = LoggerFactory.getLogger(LettuceKvStore.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String server;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    LinkLog(String server) {
        this.server = server;
    }

    void connected() {
        LOG.info("Connected to Redis {}", server);
    }

    /** Some servers have their primary there. */
    static void found(RedisTopology servers, Address primary) {
        LOG.info("The primary of Redis {} is {}", servers, primary);
    }

    void lost() {
        if (mayWarn()) {
            LOG.warn("Lost the connection to Redis {}; it is opened again in the background", server);
        }
    }

    void failed(Throwable failure) {
        if (!mayWarn()) {
            return;
        }
        if (Errors.isAuthentication(failure)) {
            LOG.warn("Redis {} refuses the credentials; check user name and password. Trying again", server);
        } else {
            LOG.warn("Cannot connect to Redis {}: {}. Trying again", server, reason(failure));
        }
    }

    // Only the names of exceptions and the innermost message, which is the operating system's.
    private static String reason(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private boolean mayWarn() {
        long now = System.nanoTime();
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE_NANOS);
    }
}
