package io.kvkit.recipe.ratelimit;

import io.kvkit.call.LogThrottle;
import org.slf4j.Logger;

/** Warns now and then that the store cannot decide about limits. */
final class OutageLog {

    private final Logger log;
    private final String what;
    private final LogThrottle throttle = new LogThrottle();

    /**
     * Creates a log.
     *
     * @param what the store cannot decide about
     */
    OutageLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void tell(OnStoreFailure onStoreFailure, Throwable failure, long nowMicros) {
        if (throttle.allows(nowMicros)) {
            log.warn(
                    "The store cannot decide about {}, so onStoreFailure={} applies: {}",
                    what,
                    onStoreFailure,
                    failure.getMessage());
        }
    }
}
