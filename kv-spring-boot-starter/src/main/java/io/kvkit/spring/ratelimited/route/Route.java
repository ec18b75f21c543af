package io.kvkit.spring.ratelimited.route;

import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.ratelimited.LiveLimit;
import io.kvkit.store.Namespace;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Requests that a limit holds for.
 *
 * @param place where it is written, for messages
 * @param path the path
 * @param methods the methods; empty for all
 * @param name the name of the limit
 * @param limit the settings of the limit as they are now
 * @param namespace the keys of the limit
 * @param resolver says who is limited; null for the address
 */
public record Route(
        String place,
        PathPattern path,
        Set<String> methods,
        String name,
        LiveLimit limit,
        Namespace namespace,
        @Nullable Supplier<RateLimitKeyResolver> resolver) {

    /** Returns whether the limit holds for a request. */
    boolean matches(RouteRequest request) {
        return limits(request) && limit.isEnabled() && request.paths().stream().anyMatch(path::matches);
    }

    // What answers GET answers HEAD too. A preflight request has neither credentials nor the headers that a resolver
    // reads,
    // and its client cannot see a refusal.
    private boolean limits(RouteRequest request) {
        return methods.isEmpty()
                ? !request.isPreFlight()
                : methods.contains(request.method()) || request.method().equals("HEAD") && methods.contains("GET");
    }

    /** Returns the key of a caller: the one that annotated controllers use for callers without a principal. */
    @Nullable
    Object key(RouteCaller caller) {
        return resolver == null
                ? List.of("ip", caller.network())
                : resolver.get().key(caller);
    }
}
