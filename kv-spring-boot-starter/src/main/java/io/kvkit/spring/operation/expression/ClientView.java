package io.kvkit.spring.operation.expression;

import org.jspecify.annotations.Nullable;

/**
 * The members of {@code #client} that an expression can read as property or method. Reading one outside a request
 * fails.
 */
final class ClientView {

    /** Reports that an expression reads the request outside a request. */
    static final class NoRequestException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        NoRequestException() {
            super("There is no request");
        }
    }

    private final Client client;

    ClientView(Client client) {
        this.client = client;
    }

    public @Nullable String getIp() {
        return inRequest().ip();
    }

    public @Nullable String ip() {
        return getIp();
    }

    public @Nullable String getNetwork() {
        return inRequest().network();
    }

    public @Nullable String network() {
        return getNetwork();
    }

    public @Nullable String getPrincipal() {
        return inRequest().principal();
    }

    public @Nullable String principal() {
        return getPrincipal();
    }

    public @Nullable String header(String name) {
        return inRequest().header(name);
    }

    public @Nullable String getTenant() {
        return client.tenant();
    }

    public @Nullable String tenant() {
        return getTenant();
    }

    private Client inRequest() {
        if (!client.inRequest()) {
            throw new NoRequestException();
        }
        return client;
    }
}
