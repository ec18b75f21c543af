package io.kvkit.spring.ratelimited;

import io.kvkit.spring.KvPropertyException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the configuration says about one route: requests that a limit holds for before any handler is known.
 *
 * @param path the path inside the application, such as /login or /files/{name}
 * @param methods the HTTP methods; GET includes HEAD. Unset: all, except CORS preflight requests
 * @param limit the name of the limit
 * @param keyResolver the RateLimitKeyResolver bean that says who is limited. Unset: the IP address, or for IPv6 its network
 */
public record RouteProperties(
        @Nullable String path,
        @DefaultValue List<String> methods,
        @Nullable String limit,
        @Nullable String keyResolver) {

    public RouteProperties {
        methods = methods.stream()
                .map(method -> method.strip().toUpperCase(Locale.ROOT))
                .toList();
    }

    /** Returns the property of a route, such as {@code kv.rate-limit.routes[0]}. */
    public static String place(int index) {
        return "kv.rate-limit.routes[" + index + "]";
    }

    static void check(List<RouteProperties> routes) {
        for (int i = 0; i < routes.size(); i++) {
            routes.get(i).check(place(i));
        }
    }

    /** Returns the names of the limits that routes have. */
    public static Set<String> limits(List<RouteProperties> routes) {
        return routes.stream().map(route -> String.valueOf(route.limit)).collect(Collectors.toSet());
    }

    private void check(String place) {
        if (path == null || !path.startsWith("/")) {
            throw new KvPropertyException(
                    place + ".path" + (path == null ? " is not set" : "=" + path + " does not begin with a slash"),
                    "Write a path such as /login or /files/{name}");
        }
        if (limit == null || limit.isBlank()) {
            throw new KvPropertyException(
                    place + ".limit is not set", "Write the name of a limit under kv.rate-limit.limits");
        }
        for (String method : methods) {
            if (!method.matches("[A-Z]+")) {
                throw new KvPropertyException(
                        place + ".methods=" + method + " is no HTTP method",
                        "Write methods such as POST, or none for all");
            }
        }
    }
}
