package io.kvkit.spring.exchange;

import io.kvkit.ratelimit.RateLimitResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exchange with a request that a test wrote down. */
final class FixedExchange extends Exchange {

    record FixedRequest(
            String method,
            String route,
            Map<String, String> variables,
            Map<String, List<String>> parameters,
            Map<String, List<String>> headers) {}

    private final FixedRequest request;

    FixedExchange(FixedRequest request) {
        this.request = request;
    }

    static FixedExchange post(String route) {
        return new FixedExchange(new FixedRequest("POST", route, Map.of(), Map.of(), Map.of()));
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String route() {
        return request.route();
    }

    @Override
    public Map<String, String> pathVariables() {
        return request.variables();
    }

    @Override
    public Map<String, List<String>> parameters() {
        return request.parameters();
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getOrDefault(name, List.of());
    }

    @Override
    public @Nullable String principal() {
        return null;
    }

    @Override
    public String clientIp() {
        return "192.0.2.1";
    }

    @Override
    public void report(RateLimitResult result) {}
}
