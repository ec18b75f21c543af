package io.kvkit.call;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shields calls from the exceptions of their listeners.
 *
 * @since 0.1
 */
public final class Quietly {

    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private static final LogThrottle throttle = new LogThrottle();

    private Quietly() {}

    /** Runs a notification. An exception is logged, at most once in ten seconds, and ignored. */
    public static void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            if (throttle.allows(TimeUnit.NANOSECONDS.toMicros(System.nanoTime()))) {
                log.warn("A listener failed; further failures within ten seconds are not logged", e);
            }
        }
    }
}
