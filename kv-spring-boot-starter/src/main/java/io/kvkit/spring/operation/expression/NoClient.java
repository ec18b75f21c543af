package io.kvkit.spring.operation.expression;

import org.jspecify.annotations.Nullable;

/** The client of a call outside a request and without a tenant. */
final class NoClient implements Client {

    @Override
    public boolean inRequest() {
        return false;
    }

    @Override
    public @Nullable String ip() {
        return null;
    }

    @Override
    public @Nullable String network() {
        return null;
    }

    @Override
    public @Nullable String principal() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public @Nullable String tenant() {
        return null;
    }
}
