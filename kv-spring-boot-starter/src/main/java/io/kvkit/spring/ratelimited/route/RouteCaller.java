package io.kvkit.spring.ratelimited.route;

import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.exchange.IpLiteral;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to a route as resolvers of keys see it.
 *
 * @param limit the name of the limit
 * @param ip the address of the client
 * @param headers returns all values of a header in order
 * @param tenants finds the tenant; null if the application has no resolver
 */
record RouteCaller(
        String limit,
        String ip,
        Function<String, List<String>> headers,
        @Nullable KvTenantResolver tenants) implements RateLimitKeyResolver.Call {

    @Override
    public boolean inRequest() {
        return true;
    }

    @Override
    public String network() {
        return IpLiteral.network(ip);
    }

    // Routes come before Spring Security.
    @Override
    public @Nullable String principal() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public @Nullable String tenant() {
        return tenants == null ? null : tenants.tenant();
    }

    @Override
    public List<@Nullable Object> arguments() {
        return List.of();
    }
}
