package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.operation.KvKeyException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

class KeyPlanTest {

    public record Customer(long id, String region) {}

    private record Hidden(long id, String name) {}

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
        public String request(HttpServletRequest request, Long id, Locale locale) {
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
        public void limitedById(String id) {}
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

    private record Caller(
            boolean inRequest,
            @Nullable String ip,
            @Nullable String principal,
            @Nullable String tenant) implements Client {

        @Override
        public @Nullable String header(String name) {
            return name.equals("X-Api-Key") ? "key-1" : null;
        }
    }

    private static final Client ALICE = new Caller(true, "192.0.2.1", "alice", "acme");
    private static final Client ANONYMOUS = new Caller(true, "192.0.2.1", null, null);

    private static String id(String method, @Nullable Object... arguments) {
        return id(Client.NONE, method, arguments);
    }

    private static String id(Client client, String method, @Nullable Object... arguments) {
        return Sources.cached(Keys.class, method)
                .key()
                .id(new Invocation(new Keys(), Sources.method(Keys.class, method), arguments, client));
    }

    private static KvKeyException refusal(Client client, String method, @Nullable Object... arguments) {
        return Objects.requireNonNull(catchThrowableOfType(KvKeyException.class, () -> id(client, method, arguments)));
    }

    @Test
    void theDefaultKeyIsAllArguments() {
        assertThat(id("nothing")).isEqualTo("[]");
        assertThat(id("one", 7L)).isEqualTo("7");
        assertThat(id("several", "a", 1, Optional.of("b"))).isEqualTo("[a,1,b]");
        assertThat(id("several", "a", null, Optional.empty())).isEqualTo("[a,\\0,\\0]");
        assertThat(id("array", (Object) new String[] {"x", "y"})).isEqualTo("[x,y]");
    }

    @Test
    void frameworkArgumentsTakeNoPartInTheDefaultKey() {
        assertThat(id("request", new Object(), 7L, Locale.GERMANY)).isEqualTo("[7,de-DE]");
        assertThat(id(ALICE, "principal", new Object(), 7L)).isEqualTo("alice|7");
    }

    @Test
    void aSingleExpressionAndTheDefaultKeyOfOneArgumentMeet() {
        UUID uuid = UUID.randomUUID();
        assertThat(id("named", uuid)).isEqualTo(id("byPosition", uuid)).isEqualTo(uuid.toString());
        assertThat(id("named", 7L)).isEqualTo(id("one", 7L));
        assertThat(id("composite", "a", 1)).isEqualTo("[a,1]");
        assertThat(id("byArgument", "a", "b")).isEqualTo("b");
    }

    @Test
    void partsOfCompositesDoNotRunTogether() {
        assertThat(id("composite", "a:b", "c")).isNotEqualTo(id("composite", "a", "b:c"));
        assertThat(id("composite", "a,b", "c")).isNotEqualTo(id("composite", "a", "b,c"));
        assertThat(id("composite", "a", "b")).isNotEqualTo(id("named", "[a,b]"));
    }

    @Test
    void propertiesAreReadThroughGettersAndRecords() {
        assertThat(id("property", new Order(new Customer(7, "eu")))).isEqualTo("7");
        assertThat(id("hidden", new Hidden(7, "a,b"))).isEqualTo("[7,a\\,b]");
    }

    @Test
    void nullBeforeAPropertyFailsWithMethodAttributeAndExpression() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("property", new Order(null)))
                .withMessage("@Cached(key = \"#order.customer.id\") on " + Keys.class.getName()
                        + ".property(Order) failed: there is null before .id");
        assertThatExceptionOfType(KvExpressionException.class).isThrownBy(() -> id("property", new Object[] {null}));
    }

    @Test
    void aThrowingGetterFailsWithoutItsMessage() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("broken", new Order(null)))
                .withMessage("@Cached(key = \"#order.broken\") on " + Keys.class.getName()
                        + ".broken(Order) failed with IllegalStateException")
                .withCauseInstanceOf(IllegalStateException.class)
                .satisfies(failure -> assertThat(failure.attribute()).isEqualTo("key"))
                .satisfies(failure -> assertThat(failure.expression()).isEqualTo("#order.broken"));
    }

    @Test
    void spelIsEvaluatedWhereItIsNeeded() {
        assertThat(id("spel", 7L)).isEqualTo("7:spel");
        assertThat(id("bean", 7L)).isEqualTo("eu");
        assertThat(id("bean", 700L)).isEqualTo("us");
        assertThat(id("constant", 7L)).isEqualTo("all");
        assertThat(id("selection", List.of(1, 2, 3))).isEqualTo("[2,3]");
        assertThat(id("index", Map.of("id", 7))).isEqualTo("7");
        assertThat(id("type", -7L)).isEqualTo("7");
        assertThat(id("map", 7L)).isEqualTo("\\m[[id,7],[kind,a]]");
        assertThat(id("safe", new Customer(7, "eu"))).isEqualTo("7");
    }

    @Test
    void aFailingExpressionIsToldWithoutValues() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("bean", -77L))
                .withMessage("@Cached(key = \"@regions.of(#id)\") on " + Keys.class.getName()
                        + ".bean(long) failed with IllegalStateException");
    }

    @Test
    void aNullKeyIsRefused() {
        KvKeyException refusal = refusal(Client.NONE, "named", new Object[] {null});
        assertThat(refusal)
                .hasMessage("@Cached(key) on " + Keys.class.getName() + ".named(Object): the key is null (#id)");
        assertThat(refusal.reason()).isEqualTo(Reason.NULL);
        assertThat(refusal(Client.NONE, "one", new Object[] {null}).reason()).isEqualTo(Reason.NULL);
        assertThat(refusal(Client.NONE, "safe", new Object[] {null}).reason()).isEqualTo(Reason.NULL);
        assertThat(refusal(Client.NONE, "named", Optional.empty()).reason()).isEqualTo(Reason.NULL);
        assertThat(refusal(Client.NONE, "composite", "a", null))
                .hasMessage("@Cached(key) on " + Keys.class.getName()
                        + ".composite(Object, Object): a part of the key is null");
    }

    @Test
    void aKeyThatMayBeAbsentIsNull() {
        KeyPlan plan = Sources.cached(Keys.class, "named").key();
        assertThat(plan.idIfPresent(Sources.call(Keys.class, "named", new Object[] {null})))
                .isNull();
        assertThat(plan.idIfPresent(Sources.call(Keys.class, "named", "a"))).isEqualTo("a");
    }

    @Test
    void aKeyWithoutTextIsRefusedWithItsClass() {
        KvKeyException refusal = refusal(Client.NONE, "named", new Object());
        assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(refusal)
                .hasMessage(
                        "@Cached(key) on " + Keys.class.getName() + ".named(Object): the key holds java.lang.Object,"
                                + " which has no text of its own. Name what identifies it, as in key = \"#order.id\", or give it a"
                                + " toString()");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThat(refusal(Client.NONE, "named", "a\ud83d").reason()).isEqualTo(Reason.MALFORMED);
        assertThat(id("named", "a\ud83d\ude00")).isEqualTo("a\ud83d\ude00");
    }

    @Test
    void theClientIsReadAsPropertiesAndMethods() {
        assertThat(id(ALICE, "client", 7L)).isEqualTo("[192.0.2.1,alice,key-1,acme]");
    }

    @Test
    void theClientOutsideARequestIsAnErrorThatSaysSo() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("ip", 7L))
                .withMessage(
                        "@Cached(key = \"#client.ip\") on " + Keys.class.getName() + ".ip(long) needs a request, and"
                                + " there is none: #client has ip, principal and header only while one is handled");
        assertThat(id(new Caller(false, null, null, "acme"), "tenantKey", 7L)).isEqualTo("acme");
    }

    @Test
    void scopesAreAPartOfTheKey() {
        assertThat(id(ALICE, "tenant", "7")).isEqualTo("acme|7");
        assertThat(id(new Caller(false, null, null, "acme"), "tenant", "7")).isEqualTo("acme|7");
        assertThat(id(ALICE, "own", "7")).isEqualTo("alice|7");
        assertThat(id("scoped", "7", new Customer(1, "eu"))).isEqualTo("eu|7");
    }

    @ParameterizedTest
    @CsvSource({"a|b, c, a, b|c", "a\\, b, a, \\b", "'', |a, |, a"})
    void scopesDoNotRunIntoKeys(String scope, String key, String otherScope, String otherKey) {
        assertThat(id("scoped", key, new Customer(1, scope)))
                .isNotEqualTo(id("scoped", otherKey, new Customer(1, otherScope)));
    }

    @Test
    void aTenantScopeWithoutTenantFailsClosed() {
        KvKeyException refusal = refusal(ANONYMOUS, "tenant", "7");
        assertThat(refusal.reason()).isEqualTo(Reason.NO_TENANT);
        assertThat(refusal)
                .hasMessage("@Cached(scope) on " + Keys.class.getName()
                        + ".tenant(String): the scope is TENANT, and there is no tenant");
        assertThat(refusal(new Caller(true, null, null, ""), "tenant", "7").reason())
                .isEqualTo(Reason.NO_TENANT);
    }

    @Test
    void aPrincipalScopeKnowsAnonymousCallersButNeedsARequest() {
        assertThat(id(ANONYMOUS, "own", "7"))
                .isNotEqualTo(id(new Caller(true, null, "\\a", null), "own", "7"))
                .isNotEqualTo(id(new Caller(true, null, "", null), "own", "7"));
        assertThat(refusal(Client.NONE, "own", "7").reason()).isEqualTo(Reason.NO_REQUEST);
    }

    @Test
    void aNullScopeFailsClosed() {
        assertThat(refusal(Client.NONE, "scoped", "7", new Customer(1, null)).reason())
                .isEqualTo(Reason.NULL);
    }

    @Test
    void theResultIsSeenWithoutItsOptional() {
        KeyPlan plan = Sources.operations(Keys.class, "update").updates().get(0).key();
        Invocation call = Sources.call(Keys.class, "update");
        assertThat(plan.id(call, Optional.of(new Customer(7, "eu")))).isEqualTo("7");
        assertThat(plan.id(call, new Customer(7, "eu"))).isEqualTo("7");
    }

    @Test
    void limitsAreByClientOnControllersAndByMethodElsewhere() {
        assertThat(limit(Keys.class, "limited", ALICE)).isEqualTo("[]");
        assertThat(limit(Keys.class, "limitedById", ALICE)).isEqualTo("x");
        assertThat(limit(Web.class, "limited", ALICE)).isEqualTo("[principal,alice]");
        assertThat(limit(Web.class, "limited", ANONYMOUS)).isEqualTo("[ip,192.0.2.1]");
        assertThat(limit(Web.class, "limited", Client.NONE)).isEqualTo("[]");
        assertThat(limit(Web.class, "noHandler", ALICE)).isEqualTo("[]");
    }

    private static String limit(Class<?> type, String method, Client client) {
        return Sources.operations(type, method)
                .rateLimits()
                .get(0)
                .key()
                .id(new Invocation(new Object(), Sources.method(type, method), new Object[] {"x"}, client));
    }

    @Test
    void keysFromAHeaderBelongToThePrincipal() {
        IdempotentOperation pay =
                Objects.requireNonNull(Sources.operations(Web.class, "pay").idempotent());
        Invocation call = new Invocation(new Web(), Sources.method(Web.class, "pay"), new Object[] {"x"}, ALICE);
        assertThat(pay.header()).isEqualTo("Idempotency-Key");
        assertThat(pay.key().idOf(call, "k|1")).isEqualTo("alice|k\\|1");
    }

    @Test
    void manyThreadsGetTheSameIds() {
        KeyPlan plan = Sources.cached(Keys.class, "spel").key();
        List<String> ids = Arrays.asList(new String[1000]);
        IntStream.range(0, 1000)
                .parallel()
                .forEach(i -> ids.set(i, plan.id(Sources.call(Keys.class, "spel", (long) i))));
        assertThat(ids).startsWith("0:spel", "1:spel").doesNotHaveDuplicates().doesNotContainNull();
    }
}
