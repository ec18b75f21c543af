package io.kvkit.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the failures of observers away from the calls that they hear of. */
public final class Quietly {

    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    /** Tells an observer; what it throws is logged and changes nothing. */
    public static void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            log.warn("An observer failed", e);
        }
    }
}
