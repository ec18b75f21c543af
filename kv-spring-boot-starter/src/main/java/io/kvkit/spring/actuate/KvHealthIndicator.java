package io.kvkit.spring.actuate;

import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the store can decide: it runs a script there, as every recipe does.
 *
 * <p>Details: the type of the store, its address without credentials, its version, and the latency.
 */
public final class KvHealthIndicator extends AbstractHealthIndicator {

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
        builder.status(health.up() ? "UP" : "DOWN");
        health.details().forEach(builder::withDetail);
        builder.withDetail("latency", health.latency().toMillis() + "ms");
    }
}
