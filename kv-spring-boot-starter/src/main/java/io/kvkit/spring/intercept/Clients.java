package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.Client;
import io.kvkit.spring.operation.KvTenantResolver;
import org.jspecify.annotations.Nullable;

/** Who makes a call: the client of the exchange, with the tenant that the application's resolver finds. */
public final class Clients {

    private final @Nullable KvTenantResolver tenants;

    /**
     * Makes clients.
     *
     * @param tenants finds the tenant of a call; null if the application has none
     */
    public Clients(@Nullable KvTenantResolver tenants) {
        this.tenants = tenants;
    }

    Client of(@Nullable Exchange exchange) {
        return exchange == null && tenants == null ? Client.NONE : new ExchangeClient(exchange, tenants);
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
}
