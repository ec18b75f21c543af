package io.kvkit.spring.actuate;

import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether the store can decide: it runs a script there, as every recipe does.
 *
 * <p>UP: it decides. DEGRADED: it decides, but something is wrong, which the detail {@code degraded} tells, as a circuit
 * breaker that is not closed. DOWN: it does not decide, on a cluster one master of it does not. Details: the type of the
 * store, its address without credentials, its version, the latency, the state of the circuit breaker, of several those
 * that are not closed, and the calls in flight.
 */
public final class KvHealthIndicator extends AbstractHealthIndicator {

    /** The store decides, but something is wrong. Over HTTP it is 200. */
    public static final Status DEGRADED = new Status("DEGRADED");

    // Longer than any sensible timeout of a store, which ends the probe itself.
    private static final long LONGEST_SECONDS = 30;

    private final KvStore store;

    /** An indicator for a store. */
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
