package io.kvkit.spring.intercept;

import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Client;
import org.jspecify.annotations.Nullable;

/** Creates the client of a call: the client of the exchange, with the tenant from the application's resolver. */
public final class Clients {

    private final @Nullable KvTenantResolver tenants;
    private final boolean reactive;

    /**
     * Creates the clients.
     *
     * @param tenants finds the tenant of a call; null if the application has no resolver
     * @param reactive whether requests are reactive, so that kvkit may not find the request of a handler
     */
    public Clients(@Nullable KvTenantResolver tenants, boolean reactive) {
        this.tenants = tenants;
        this.reactive = reactive;
    }

    /** Returns the client of a call of any method. */
    Client of(@Nullable Exchange exchange) {
        return exchange == null && tenants == null ? Client.NONE : new ExchangeClient(exchange, tenants);
    }

    /** Returns the client of a call of a handler. */
    Client ofHandler(@Nullable Exchange exchange) {
        return exchange == null && reactive ? new LostClient(of(null)) : of(exchange);
    }

    private record ExchangeClient(
            @Nullable Exchange exchange, @Nullable KvTenantResolver tenants) implements Client {

        @Override
        public boolean inRequest() {
            return exchange != null;
        }

        @Override
        public @Nullable String ip() {
            return exchange == null ? null : exchange.clientIp();
        }

        @Override
        public @Nullable String network() {
            return exchange == null ? null : exchange.clientNetwork();
        }

        @Override
        public @Nullable String principal() {
            return exchange == null ? null : exchange.principal();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange == null ? null : exchange.header(name);
        }

        @Override
        public @Nullable String tenant() {
            return tenants == null ? null : tenants.tenant();
        }
    }

    /** The client of a request that kvkit cannot find. Treating it as no client would mix up clients. */
    private record LostClient(Client outside) implements Client {

        @Override
        public boolean inRequest() {
            throw new LostRequestException();
        }

        @Override
        public @Nullable String ip() {
            throw new LostRequestException();
        }

        @Override
        public @Nullable String network() {
            throw new LostRequestException();
        }

        @Override
        public @Nullable String principal() {
            throw new LostRequestException();
        }

        @Override
        public @Nullable String header(String name) {
            throw new LostRequestException();
        }

        @Override
        public @Nullable String tenant() {
            return outside.tenant();
        }
    }

    /** Reports that the request of a handler was not found. */
    private static final class LostRequestException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        LostRequestException() {
            super("The request of this handler is not known, because WebFlux called it on a thread of an executor:"
                    + " return a Mono, or take a ServerWebExchange as an argument");
        }
    }
}
