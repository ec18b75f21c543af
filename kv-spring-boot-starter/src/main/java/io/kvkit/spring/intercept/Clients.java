package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.Client;
import io.kvkit.spring.operation.KvTenantResolver;
import org.jspecify.annotations.Nullable;

/** Who makes a call: the client of the exchange, with the tenant that the application's resolver finds. */
public final class Clients {

    private final @Nullable KvTenantResolver tenants;
    private final boolean reactive;

    /**
     * Makes clients.
     *
     * @param tenants finds the tenant of a call; null if the application has none
     * @param reactive whether requests are reactive, so that a handler may be called without one being found
     */
    public Clients(@Nullable KvTenantResolver tenants, boolean reactive) {
        this.tenants = tenants;
        this.reactive = reactive;
    }

    /** Who calls any method. */
    Client of(@Nullable Exchange exchange) {
        return exchange == null && tenants == null ? Client.NONE : new ExchangeClient(exchange, tenants);
    }

    /** Who calls a handler. */
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

    /** The client of a request that is there but was not found; to take it for nobody would mix clients up. */
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

    /** A handler's request is not known. */
    private static final class LostRequestException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        LostRequestException() {
            super("The request of this handler is not known, because WebFlux called it on a thread of an executor:"
                    + " return a Mono, or take a ServerWebExchange as an argument");
        }
    }
}
