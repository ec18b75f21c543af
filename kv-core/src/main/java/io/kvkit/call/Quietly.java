package io.kvkit.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the failures of those who are told something away from the calls that tell it. */
public final class Quietly {

    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    /** Tells something; what is thrown is logged and changes nothing. */
    public static void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            log.warn("A listener failed", e);
        }
    }
}
