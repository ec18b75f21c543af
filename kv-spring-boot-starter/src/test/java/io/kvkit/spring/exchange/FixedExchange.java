package io.kvkit.spring.exchange;

import io.kvkit.event.CacheEvent;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exchange with a request that a test wrote down. */
final class FixedExchange extends Exchange {

    record FixedRequest(
            String method,
            String path,
            @Nullable String query,
            @Nullable SentBody body,
            Map<String, List<String>> headers) {}

    private final FixedRequest request;
    private int timesHeldBack;

    FixedExchange(FixedRequest request) {
        this.request = request;
    }

    static FixedExchange post(String path) {
        return new FixedExchange(new FixedRequest("POST", path, null, null, Map.of()));
    }

    /** How often the response was held back. */
    int timesHeldBack() {
        return timesHeldBack;
    }

    @Override
    protected void attached() {
        timesHeldBack++;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public @Nullable String query() {
        return request.query();
    }

    @Override
    public @Nullable SentBody body() {
        return request.body();
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

    @Override
    public void report(String cache, CacheEvent.Outcome outcome) {}

    @Override
    public void reportLifetime(Duration lifetime) {}
}
