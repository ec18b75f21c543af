package io.kvkit.spring.ratelimited;

import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.operation.expression.Client;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call as resolvers of keys see it. */
final class LimitedCall implements RateLimitKeyResolver.Call {

    private final String limit;
    private final Client client;
    private final @Nullable Object[] arguments;

    LimitedCall(String limit, Client client, @Nullable Object[] arguments) {
        this.limit = limit;
        this.client = client;
        this.arguments = arguments;
    }

    @Override
    public String limit() {
        return limit;
    }

    @Override
    public boolean inRequest() {
        return client.inRequest();
    }

    @Override
    public @Nullable String ip() {
        return client.ip();
    }

    @Override
    public @Nullable String network() {
        return client.network();
    }

    @Override
    public @Nullable String principal() {
        return client.principal();
    }

    @Override
    public @Nullable String header(String name) {
        return client.header(name);
    }

    @Override
    public @Nullable String tenant() {
        return client.tenant();
    }

    @Override
    public List<@Nullable Object> arguments() {
        return Collections.unmodifiableList(Arrays.asList(arguments));
    }
}
