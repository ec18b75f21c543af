package io.kvkit.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the failures of observers away from the calls that they hear of. */
public final class Shield {

    private static final Logger log = LoggerFactory.getLogger(Shield.class);

    private Shield() {}

    /** Tells an observer; what it throws is logged and changes nothing. */
    public static void run(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.warn("An observer failed", e);
        }
    }
}
