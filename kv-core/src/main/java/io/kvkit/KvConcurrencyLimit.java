package io.kvkit;

import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvException;
import java.util.Optional;

/**
 * The permits of one limit of concurrent calls: those that {@code @RateLimited} methods with its name and the algorithm
 * {@code CONCURRENCY} hold while they run. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Optional<Permit> permit = client.concurrencyLimit("reports").tryAcquire(account);
 * if (permit.isPresent()) {
 *     try (Permit held = permit.get()) {
 *         engine.create(account);
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface KvConcurrencyLimit {

    /**
     * Acquires a permit of a key. Close it when the work has ended.
     *
     * <p>The permit is renewed in the background. If the process dies, it is free when its lease has ended.
     *
     * @return the permit; empty if all permits are held
     * @throws KvException if the store fails and the limit is closed in that case
     */
    Optional<Permit> tryAcquire(Object key);

    /**
     * Returns how many permits of a key are free, and takes none.
     *
     * @throws KvException if the store fails
     */
    RateLimitResult peek(Object key);

    /** Returns the permits of one owner, such as a tenant. {@code @RateLimited} itself has no scope. */
    KvConcurrencyLimit scoped(Object owner);
}
