package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Methods with all kinds of keys, who calls them, and their ids. */
final class KeyFixture {

    private KeyFixture() {}

    public record Customer(long id, String region) {}

    record Hidden(long id, String name) {}

    public static class Order {

        private final Customer customer;

        public Order(Customer customer) {
            this.customer = customer;
        }

        public Customer getCustomer() {
            return customer;
        }

        public String getBroken() {
            throw new IllegalStateException("secret");
        }
    }

    static class Keys {

        @Cached
        public String nothing() {
            return "";
        }

        @Cached
        public String one(Long id) {
            return "";
        }

        @Cached
        public String several(String first, Object second, Optional<String> third) {
            return "";
        }

        @Cached
        public String array(String... ids) {
            return "";
        }

        @Cached
        public String media(Long id, MediaType type, Locale locale) {
            return "";
        }

        @Cached(scope = "PRINCIPAL")
        public String principal(Principal who, Long id) {
            return "";
        }

        @Cached(key = "#id")
        public String named(Object id) {
            return "";
        }

        @Cached(key = "#p0")
        public String byPosition(Object id) {
            return "";
        }

        @Cached(key = "#a1")
        public String byArgument(Object id, Object other) {
            return "";
        }

        @Cached(key = "{#first, #second}")
        public String composite(Object first, Object second) {
            return "";
        }

        @Cached(key = "#order.customer.id")
        public String property(Order order) {
            return "";
        }

        @Cached(key = "{#hidden.id, #hidden.name}")
        public String hidden(Hidden hidden) {
            return "";
        }

        @Cached(key = "#order.broken")
        public String broken(Order order) {
            return "";
        }

        @Cached(key = "#customer?.id")
        public String safe(@Nullable Customer customer) {
            return "";
        }

        @Cached(key = "#id + ':' + #root.method.name")
        public String spel(long id) {
            return "";
        }

        @Cached(key = "@regions.of(#id)")
        public String bean(long id) {
            return "";
        }

        @Cached(key = "'all'")
        public String constant(long id) {
            return "";
        }

        @Cached(key = "#ids.?[#this > 1].![toString()]")
        public String selection(List<Integer> ids) {
            return "";
        }

        @Cached(key = "#map['id']")
        public String index(Map<String, Object> map) {
            return "";
        }

        @Cached(key = "T(java.lang.Math).abs(#id)")
        public String type(long id) {
            return "";
        }

        @Cached(key = "{'id': #id, 'kind': 'a'}")
        public String map(long id) {
            return "";
        }

        @Cached(key = "{#client.ip, #client.principal(), #client.header('X-Api-Key'), #client.tenant}")
        public String client(long id) {
            return "";
        }

        @Cached(key = "#client.ip")
        public String ip(long id) {
            return "";
        }

        @Cached(key = "#client.tenant")
        public String tenantKey(long id) {
            return "";
        }

        @Cached(key = "#id", scope = "TENANT")
        public String tenant(String id) {
            return "";
        }

        @Cached(key = "#id", scope = "PRINCIPAL")
        public String own(String id) {
            return "";
        }

        @Cached(key = "#id", scope = "#customer.region")
        public String scoped(String id, Customer customer) {
            return "";
        }

        @CacheUpdate(name = "n", key = "#result.id")
        public Optional<Customer> update() {
            return Optional.empty();
        }

        @RateLimited(limit = 1, window = "1s")
        public void limited(String id) {}

        @RateLimited(limit = 1, window = "1s", key = "#id")
        public void limitedById(@Nullable String id) {}

        @CacheInvalidate(name = "n", key = "#id")
        @CacheUpdate(name = "n", key = "#id", result = "'changed'")
        public void change(@Nullable String id) {}

        @Idempotent(name = "once", key = "{#id, #part}", fingerprint = "#part")
        public void once(@Nullable String id, @Nullable String part) {}

        @DedupeEvent(name = "event", key = "{#id, #part}")
        public void event(@Nullable String id, @Nullable String part) {}
    }

    @Controller
    static class Web {

        @RateLimited(limit = 1, window = "1s")
        @GetMapping("/")
        public void limited(String id) {}

        @RateLimited(limit = 1, window = "1s")
        public void noHandler(String id) {}

        @Idempotent
        @GetMapping("/pay")
        public String pay(String id) {
            return "";
        }
    }

    record Caller(
            boolean inRequest,
            @Nullable String ip,
            @Nullable String principal,
            @Nullable String tenant) implements Client {

        @Override
        public @Nullable String network() {
            return ip;
        }

        @Override
        public @Nullable String header(String name) {
            return name.equals("X-Api-Key") ? "key-1" : null;
        }
    }

    static final Client ALICE = new Caller(true, "192.0.2.1", "alice", "acme");
    static final Client ANONYMOUS = new Caller(true, "192.0.2.1", null, null);

    static String id(String method, @Nullable Object... arguments) {
        return id(Client.NONE, method, arguments);
    }

    static String id(Client client, String method, @Nullable Object... arguments) {
        return Sources.cached(Keys.class, method)
                .key()
                .id(new Invocation(new Keys(), Sources.method(Keys.class, method), arguments, client));
    }

    static KvKeyException refusal(Client client, String method, @Nullable Object... arguments) {
        return Objects.requireNonNull(catchThrowableOfType(KvKeyException.class, () -> id(client, method, arguments)));
    }
}
