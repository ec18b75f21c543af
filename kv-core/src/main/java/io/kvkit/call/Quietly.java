package io.kvkit.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shields calls from the exceptions of their listeners.
 *
 * @since 0.1
 */
public final class Quietly {

    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    /** Runs a notification. An exception is logged and ignored. */
    public static void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            log.warn("A listener failed", e);
        }
    }
}
