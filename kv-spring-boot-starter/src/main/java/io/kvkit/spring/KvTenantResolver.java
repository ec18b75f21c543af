package io.kvkit.spring;

import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant of the current call. Applications implement it as a bean.
 *
 * <p>kvkit calls it on the calling thread, for each call of an operation whose scope or expressions use the tenant.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface KvTenantResolver {

    /** Returns the tenant; null if there is none. A call whose scope is the tenant then fails. */
    @Nullable
    String tenant();
}
