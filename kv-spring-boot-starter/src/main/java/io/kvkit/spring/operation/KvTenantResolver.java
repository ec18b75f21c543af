package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant that the current call belongs to: a bean of the application.
 *
 * <p>It is asked at each call of an operation whose scope or expressions want the tenant, on the thread that makes the
 * call.
 */
@FunctionalInterface
public interface KvTenantResolver {

    /** The tenant; null if there is none, which fails calls whose scope is the tenant. */
    @Nullable
    String tenant();
}
