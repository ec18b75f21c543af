package io.kvkit.lettuce.tracking;

import io.kvkit.call.Failures;
import io.kvkit.call.LogThrottle;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports to operators why there are no signals: once for each reason, until a server gives signals again. */
final class Refusals {

    static final String NO_RESP3 = "the connection speaks RESP2, but pushes need RESP3 (Redis 6.0 or newer)";

    private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

    private final AtomicReference<@Nullable String> known = new AtomicReference<>();
    private final LogThrottle throttle = new LogThrottle();

    /** Returns why a server refuses to track keys; null if the failure may pass by itself. */
    static @Nullable String reason(Throwable failure) {
        String answer = answer(failure);
        if (answer.startsWith("NOPERM")) {
            return "the user has no permission for CLIENT TRACKING; allow it with +client|tracking";
        }
        return answer.startsWith("ERR") ? "the server does not support CLIENT TRACKING: " + answer : null;
    }

    /** Returns the error that a server answered; empty for other failures. */
    static String answer(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        return cause instanceof RedisCommandExecutionException && cause.getMessage() != null ? cause.getMessage() : "";
    }

    void refused(TrackedServer server, String reason) {
        if (!reason.equals(known.getAndSet(reason))) {
            LOG.warn(
                    "Redis {} gives no signals of changed keys, so near caches keep a result for their max-staleness: {}."
                            + " Trying again every minute",
                    server,
                    reason);
        }
    }

    void granted(TrackedServer server) {
        if (known.getAndSet(null) != null) {
            LOG.info("Redis {} gives signals of changed keys", server);
        }
    }

    /** Reports that connections for signals cannot be opened although the store is connected. */
    void failed(TrackedServer server, Throwable failure) {
        if (throttle.allows(System.nanoTime() / 1_000)) {
            LOG.warn(
                    "Cannot open the connection for signals of Redis {}: {}. Trying again",
                    server,
                    Failures.unwrap(failure).getClass().getSimpleName());
        }
    }
}
