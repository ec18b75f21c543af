package io.kvkit.spring.ratelimited.route;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/**
 * A request as routes see it.
 *
 * @param method the HTTP method
 * @param paths the path inside the application, in each spelling that something in the application may go by
 * @param uri the path as it was sent, for answers
 * @param remote the remote address of the connection; null if it is unknown
 * @param headers returns all values of a header in order
 */
record RouteRequest(
        String method,
        List<PathContainer> paths,
        String uri,
        @Nullable String remote,
        Function<String, List<String>> headers) {

    /** Returns whether a browser asks before its request whether it may send it to another origin. */
    boolean isPreFlight() {
        return method.equals("OPTIONS") && has("Origin") && has("Access-Control-Request-Method");
    }

    private boolean has(String header) {
        return !headers.apply(header).isEmpty();
    }
}
