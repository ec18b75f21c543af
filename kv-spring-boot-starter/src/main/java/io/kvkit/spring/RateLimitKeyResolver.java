package io.kvkit.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says who is limited. Applications implement it as a bean.
 *
 * <p>If there is one bean of this type, or one of several is {@code @Primary}, it decides in requests for all controllers
 * with {@code @RateLimited} that have neither a {@code key} nor a {@code keyResolver}. An annotation or a route can name
 * any of them. kvkit calls it on the calling thread, for each call. It must be safe for use by several threads.
 *
 * <pre>{@code
 * @Bean
 * RateLimitKeyResolver customers(Customers customers) {
 *     return call -> customers.ofApiKey(call.header("X-Api-Key"));
 * }
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RateLimitKeyResolver {

    /**
     * Returns who is limited: a text, a number, or a list of them, as a {@code key} can be. Null or a blank text means that
     * the caller is unknown. The call then fails with {@link KvKeyException}, over HTTP with 400, and the method does not
     * run. If this method throws, the call fails with {@link KvExpressionException}.
     */
    @Nullable
    Object key(Call call);

    /** A call to be limited. Outside a request, everything about the request is null. */
    interface Call {

        /** Returns the name of the limit. */
        String limit();

        /** Returns whether an HTTP request is being handled. */
        boolean inRequest();

        /** Returns the IP address of the client, behind trusted proxies. */
        @Nullable
        String ip();

        /** Returns the IP address of the client, or for IPv6 its /64 network. */
        @Nullable
        String network();

        /** Returns the name of the authenticated principal; null for anonymous callers, and on routes. */
        @Nullable
        String principal();

        /** Returns the first value of a request header; null if there is none. */
        @Nullable
        String header(String name);

        /** Returns the tenant from the {@link KvTenantResolver}; null if there is none. */
        @Nullable
        String tenant();

        /** Returns the arguments of the method; empty on routes. */
        List<@Nullable Object> arguments();
    }
}
