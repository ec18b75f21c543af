package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of which an annotation has several, and the arguments that can stand for a key. */
class SeveralKeysTest {

    enum Color {
        RED
    }

    interface Methods {

        void list(List<Long> ids);

        void set(Set<String> ids);

        void array(Long[] ids);

        void numbers(long[] ids);

        void iterable(Iterable<Long> ids);

        void any(Object ids);

        void bytes(byte[] ids);

        void text(String ids);

        void map(Map<String, String> ids);

        String plain(long id, String name, Color color);

        String day(long id, LocalDate day);

        String wide(Object id);

        String none();
    }

    private static KeyPlans plans(String name) {
        Method method = Sources.method(Methods.class, name);
        OperationSite site = new OperationSite(Methods.class, method, "CacheInvalidate");
        ReturnShape returns = ReturnShape.of(method, Methods.class, MethodDrivers.kinds());
        Parameters parameters = new Parameters(Methods.class, method, method);
        return new KeyPlans(site, new Expressions(site, parameters, returns, null), KeyForms.of(null));
    }

    private static KeyPlan keys(String method) {
        return plans(method).ofEach("keys", "#ids", "", Sees.ARGUMENTS);
    }

    private static Set<String> ids(String method, @Nullable Object ids) {
        Client client = new KeyFixture.Caller(true, "192.0.2.1", "alice", null);
        return keys(method)
                .ids(
                        new Invocation(new Object(), Sources.method(Methods.class, method), new Object[] {ids}, client),
                        null);
    }

    @Test
    void eachElementIsAKeyOnceAndInItsOrder() {
        assertThat(ids("list", List.of(3L, 1L, 3L))).containsExactly("3", "1");
        assertThat(ids("set", Set.of("a"))).containsExactly("a");
        assertThat(ids("array", new Long[] {2L, 1L})).containsExactly("2", "1");
        assertThat(ids("numbers", new long[] {2L, 1L})).containsExactly("2", "1");
        assertThat(ids("any", List.of("x"))).containsExactly("x");
        assertThat(ids("list", new ArrayList<>(Arrays.asList(1L, null))))
                .hasSize(2)
                .contains("1");
    }

    @Test
    void nullAndEmptyAreNoKeys() {
        assertThat(ids("list", null)).isEmpty();
        assertThat(ids("list", List.of())).isEmpty();
        assertThat(ids("array", new Long[0])).isEmpty();
    }

    @Test
    void somethingElseThanSeveralKeysFailsTheCall() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> ids("any", UUID.randomUUID()))
                .withMessageContaining("gave UUID and not a collection or an array");
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> ids("any", new byte[] {1}))
                .withMessageContaining("gave byte[] and not a collection or an array");
    }

    @Test
    void eachKeyIsThatOfOneEntryInTheSameScope() {
        KeyPlans plans = plans("list");
        Client client = new KeyFixture.Caller(true, "192.0.2.1", "alice", null);
        Method method = Sources.method(Methods.class, "list");
        Invocation call = new Invocation(new Object(), method, new Object[] {List.of(7L)}, client);
        Method one = Sources.method(Methods.class, "wide");
        Invocation own = new Invocation(new Object(), one, new Object[] {7L}, client);

        assertThat(plans.ofEach("keys", "#ids", ScopePlan.PRINCIPAL, Sees.ARGUMENTS)
                        .ids(call, null))
                .containsExactly(plans("wide")
                        .of("key", "#id", ScopePlan.PRINCIPAL, Sees.ARGUMENTS, Nulls.VALUE)
                        .id(own));
    }

    @Test
    void scopeIsNotAskedForWhereThereAreNoKeys() {
        Method method = Sources.method(Methods.class, "list");
        Invocation call = new Invocation(new Object(), method, new Object[] {List.of()}, Client.NONE);

        assertThat(plans("list")
                        .ofEach("keys", "#ids", "#ids[0]", Sees.ARGUMENTS)
                        .ids(call, null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "set", "array", "numbers", "iterable", "any"})
    void whatMayBeSeveralKeysIsAccepted(String method) {
        assertThatNoException().isThrownBy(() -> keys(method));
    }

    @Test
    void oneKeyIsRefusedWithItsMend() {
        assertRefused(
                "text", "it is String and not a collection or an array. Write key = \"#ids\" to remove one entry");
        assertRefused(
                "bytes", "it is byte[] and not a collection or an array. Write key = \"#ids\" to remove one entry");
        assertRefused("map", "it is Map and not a collection or an array. Write keys = \"#ids.keySet()\"");
    }

    private static void assertRefused(String method, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> keys(method))
                .withMessageContaining(message);
    }

    @Test
    void plainArgumentsCanStandForTheirKey() {
        assertThat(plans("plain").ofArguments("").simpleArguments()).containsExactly(0, 1, 2);
        assertThat(one("plain", "#name", "").simpleArguments()).containsExactly(1);
        assertThat(one("plain", "{#color, #id}", "").simpleArguments()).containsExactly(2, 0);
        assertThat(plans("none").ofArguments("").simpleArguments()).isEmpty();
    }

    @Test
    void argumentsOfOtherTypesCannotStandForTheirKey() {
        assertThat(plans("day").ofArguments("").simpleArguments()).isNull();
        assertThat(one("day", "#id", "").simpleArguments()).containsExactly(0);
        assertThat(one("wide", "#id", "").simpleArguments()).isNull();
    }

    @Test
    void argumentsCannotStandForAKeyThatSomethingElseInfluences() {
        assertThat(one("plain", "#id", ScopePlan.PRINCIPAL).simpleArguments()).isNull();
        assertThat(one("plain", "#id + 1", "").simpleArguments()).isNull();
        assertThat(plans("none").ofClient(true).simpleArguments()).isNull();
        assertThat(plans("none").ofElsewhere("", "").simpleArguments()).isNull();
    }

    @Test
    void constantKeysNeedNoArguments() {
        assertThat(plans("plain").ofClient(false).simpleArguments()).isEmpty();
        assertThat(one("plain", "'all'", "").simpleArguments()).isEmpty();
        assertThat(one("plain", "{'v1', #name}", "").simpleArguments()).containsExactly(1);
        assertThat(one("plain", "'all'", ScopePlan.PRINCIPAL).simpleArguments()).isNull();
    }

    private static KeyPlan one(String method, String key, String scope) {
        return plans(method).of("key", key, scope, Sees.ARGUMENTS, Nulls.VALUE);
    }
}
