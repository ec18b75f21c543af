package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/** What an expression may read of {@code #client}, as a property and as a method; outside a request it fails. */
final class ClientView {

    /** An expression asked for the request where there is none. */
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
