package io.kvkit.spring.operation.expression;

import org.jspecify.annotations.Nullable;

/**
 * The caller, which expressions read as {@code #client} and from which scopes take the tenant and the principal.
 *
 * <p>Every {@link Invocation} has one, also outside a request: such a call may still have a tenant.
 */
public interface Client {

    /** The client of a call without a request and without a tenant. */
    Client NONE = new NoClient();

    /** Returns whether an HTTP request is being handled. Without a request, only {@link #tenant} may return a value. */
    boolean inRequest();

    /** Returns the IP address behind trusted proxies; null if it is unknown. */
    @Nullable
    String ip();

    /**
     * Returns the network that identifies a client without a name: the IP address, or the network assigned to the
     * client; null if it is unknown.
     */
    @Nullable
    String network();

    /** Returns the name of the authenticated principal; null for anonymous callers. */
    @Nullable
    String principal();

    /** Returns the value of a request header; null if it is absent. */
    @Nullable
    String header(String name);

    /** Returns the tenant; null if there is none. */
    @Nullable
    String tenant();
}
