package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, as expressions see it under {@code #client} and scopes use it.
 *
 * <p>Whoever makes an {@link Invocation} gives one, for calls outside a request too: those may have a tenant.
 */
public interface Client {

    /** Nobody: no request, no tenant. */
    Client NONE = new NoClient();

    /** Whether an HTTP request is being handled; without one, only {@link #tenant} may answer. */
    boolean inRequest();

    /** The IP address, after trusted proxies; null if it is not known. */
    @Nullable
    String ip();

    /** What a limit takes for one client without a name: the IP address, or the network that belongs to the client. */
    @Nullable
    String network();

    /** The name of the authenticated principal; null for anonymous callers. */
    @Nullable
    String principal();

    /** The value of a request header; null if there is none. */
    @Nullable
    String header(String name);

    /** The tenant; null if there is none. */
    @Nullable
    String tenant();
}
