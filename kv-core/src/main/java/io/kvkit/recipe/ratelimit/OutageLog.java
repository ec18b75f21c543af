package io.kvkit.recipe.ratelimit;

import io.kvkit.call.LogThrottle;
import io.kvkit.store.KvException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns now and then that the store cannot decide about limits. */
final class OutageLog {

    private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);

    private final LogThrottle throttle = new LogThrottle();

    void tell(RateLimitCall call, KvException failure, long nowMicros) {
        if (throttle.allows(nowMicros)) {
            log.warn(
                    "The store cannot decide about limits, so onStoreFailure={} applies: {}",
                    call.onStoreFailure(),
                    failure.getMessage());
        }
    }
}
