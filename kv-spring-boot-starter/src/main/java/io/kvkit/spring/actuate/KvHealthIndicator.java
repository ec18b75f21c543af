package io.kvkit.spring.actuate;

import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health indicator that runs a script on the store, as every recipe does.
 *
 * <p>UP: the store decides. DEGRADED: the store decides, but something is wrong, such as a circuit breaker that is not
 * closed; the detail {@code degraded} says what. DOWN: the store, or one master of a cluster, does not decide. Details:
 * the type of the store, its address without credentials, its version, the latency, the state of the circuit breaker
 * (of several breakers, those that are not closed) and the calls in flight.
 *
 * @since 0.1
 */
public final class KvHealthIndicator extends AbstractHealthIndicator {

    /** The store decides, but something is wrong. Over HTTP the status is 200. */
    public static final Status DEGRADED = new Status("DEGRADED");

    // Longer than any sensible timeout of a store, which ends the probe itself.
    private static final long LONGEST_SECONDS = 30;

    private final KvStore store;

    /** Creates an indicator for a store. */
    public KvHealthIndicator(KvStore store) {
        super("The store cannot be asked for its health");
        this.store = store;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        StoreHealth health = store.health().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        builder.status(status(health));
        health.details().forEach(builder::withDetail);
        builder.withDetail("latency", health.latency().toMillis() + "ms");
    }

    private static Status status(StoreHealth health) {
        if (!health.up()) {
            return Status.DOWN;
        }
        return health.degraded() ? DEGRADED : Status.UP;
    }
}
