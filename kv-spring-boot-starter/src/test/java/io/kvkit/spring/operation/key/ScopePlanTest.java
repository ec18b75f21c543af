package io.kvkit.spring.operation.key;

import static io.kvkit.spring.operation.key.KeyFixture.ALICE;
import static io.kvkit.spring.operation.key.KeyFixture.ANONYMOUS;
import static io.kvkit.spring.operation.key.KeyFixture.id;
import static io.kvkit.spring.operation.key.KeyFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.key.KeyFixture.Caller;
import io.kvkit.spring.operation.key.KeyFixture.Customer;
import io.kvkit.spring.operation.key.KeyFixture.Keys;
import io.kvkit.spring.operation.key.KeyFixture.Web;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopePlanTest {

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
    @CsvSource({"a|b, c, a, b|c", "a\\, b, a, \\b", "x, |a, x|, a"})
    void scopesDoNotRunIntoKeys(String scope, String key, String otherScope, String otherKey) {
        assertThat(id("scoped", key, new Customer(1, scope)))
                .isNotEqualTo(id("scoped", otherKey, new Customer(1, otherScope)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "own", "scoped"})
    void noTwoOwnersShareAKey(String scoped) {
        List<String> texts = List.of(
                "a", "b", "c", "a|b", "a|b\\", "b|c", "|", "a|", "|a", "\\", "\\a", "\\e", "\\0", "a\\", "[a]", "[a",
                "a]", ",", "a,b");
        Set<String> ids = new HashSet<>();
        for (String owner : texts) {
            for (String key : texts) {
                assertThat(ids.add(ownedBy(scoped, owner, key)))
                        .as("%s of %s", key, owner)
                        .isTrue();
            }
        }
        if (scoped.equals("own")) {
            assertThat(ids).doesNotContain(ownedBy(scoped, null, "a"), ownedBy(scoped, "", "a"));
        }
    }

    private static String ownedBy(String scoped, String owner, String key) {
        return scoped.equals("scoped")
                ? id(scoped, key, new Customer(1, owner))
                : id(new Caller(true, null, owner, owner), scoped, key);
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
        assertThat(refusal(new Caller(true, null, null, " "), "tenant", "7").reason())
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
    void aNullOrBlankScopeFailsClosed() {
        assertThat(refusal(Client.NONE, "scoped", "7", new Customer(1, null)).reason())
                .isEqualTo(Reason.NULL);
        assertThat(refusal(Client.NONE, "scoped", "7", new Customer(1, " ")).reason())
                .isEqualTo(Reason.NULL);
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
                .all(RateLimitedOperation.class)
                .get(0)
                .key()
                .id(new Invocation(new Object(), Sources.method(type, method), new Object[] {"x"}, client));
    }

    @Test
    void keysFromAHeaderBelongToThePrincipal() {
        IdempotentOperation pay =
                Objects.requireNonNull(Sources.operations(Web.class, "pay").only(IdempotentOperation.class));
        Invocation call = new Invocation(new Web(), Sources.method(Web.class, "pay"), new Object[] {"x"}, ALICE);
        assertThat(pay.header()).isEqualTo("Idempotency-Key");
        assertThat(pay.key().idOf(call, "k|1")).isEqualTo("alice|k\\|1");
        Caller other = new Caller(true, null, "alice|k", null);
        Invocation others = new Invocation(new Web(), Sources.method(Web.class, "pay"), new Object[] {"x"}, other);
        assertThat(pay.key().idOf(others, "1")).isEqualTo("alice\\|k|1");
    }
}
