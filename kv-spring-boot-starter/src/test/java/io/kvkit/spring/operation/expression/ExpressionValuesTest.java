package io.kvkit.spring.operation.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The values of expressions in a call, and what is said when there is none. */
class ExpressionValuesTest {

    record Caller(boolean inRequest) implements Client {

        @Override
        public String ip() {
            return "192.0.2.1";
        }

        @Override
        public String network() {
            return "192.0.2.0";
        }

        @Override
        public String principal() {
            return "alice";
        }

        @Override
        public String header(String name) {
            return name + "!";
        }

        @Override
        public String tenant() {
            return "acme";
        }
    }

    private static ValuePlan plan(String text) {
        return Fixture.expressions().value("key", text, Sees.RESULT);
    }

    private static @Nullable Object value(String text, String argument, @Nullable Object value) {
        return plan(text).value(Fixture.call(Client.NONE, argument, value), "the result");
    }

    @Test
    void argumentsAreReadWithoutSpel() {
        int id = Fixture.position("id");
        assertThat(plan("#id")).isEqualTo(new ArgumentPlan(id));
        assertThat(plan("#id").positions()).containsExactly(id);
        assertThat(plan("{#id, #code}").positions()).containsExactly(id, Fixture.position("code"));
        assertThat(plan("{#id, #order.customer}").positions()).isNull();
        assertThat(plan("#order.customer")).isInstanceOf(PropertyPlan.class);
        assertThat(plan("#id + 1").positions()).isNull();
    }

    @Test
    void constantsAreReadWithoutSpel() {
        assertThat(plan("'all'")).isEqualTo(new ConstantPlan("all"));
        assertThat(plan("'all'").positions()).isEmpty();
        assertThat(plan("{'v1', #id}").positions()).containsExactly(Fixture.position("id"));
        assertThat(plan("{'v1', {#code, 7}}").positions()).containsExactly(Fixture.position("code"));
        assertThat(plan("'a' + 'b'").positions()).isNull();
        assertThat(plan("{'v1', #client.ip}").positions()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'it''s', it's",
                "7, 7",
                "true, true",
                "1.5, 1.5",
                "\"{'v1', #id, {2}}\", \"[v1, 7, [2]]\"",
                "\"{null, #code}\", \"[null, null]\""
            })
    void constantsAndListsOfThemHaveTheirValues(String text, String value) {
        assertThat(value(text, "id", 7L)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({"#id, 7", "'{#id, #code}', '[7, null]'", "'{#id, #id + 1}', '[7, 8]'", "'{#id, {#id}}', '[7, [7]]'"})
    void argumentsAndListsOfThemHaveTheirValues(String text, String value) {
        assertThat(value(text, "id", 7L)).hasToString(value);
    }

    @Test
    void propertiesAreReadInLists() {
        Fixture.Order order = new Fixture.Order(new Fixture.Customer(1, "a"));
        assertThat(value("{#id, #order.customer}", "order", order)).isEqualTo(List.of(0L, order.customer()));
        assertThat(value("#order.customer.name", "order", order)).isEqualTo("a");
        assertThat(value("#payer?.name", "payer", Optional.of(order.customer())))
                .isEqualTo("a");
    }

    @Test
    void theCallAndItsResultAreRead() {
        assertThat(value("{#root.methodName, #root.targetClass.simpleName, #result}", "id", 1L))
                .isEqualTo(List.of("m", "String", "the result"));
        assertThat(plan("#result").value(Fixture.call(Client.NONE, "id", 1L), Optional.of("x")))
                .isEqualTo("x");
        assertThat(plan("#result").value(Fixture.call(Client.NONE, "id", 1L), Optional.empty()))
                .isNull();
    }

    @Test
    void theClientIsReadAsPropertiesOrMethods() {
        Invocation call = Fixture.call(new Caller(true), "id", 1L);
        assertThat(plan("{#client.ip, #client.network, #client.principal, #client.tenant, #client.header('X')}")
                        .value(call, null))
                .isEqualTo(List.of("192.0.2.1", "192.0.2.0", "alice", "acme", "X!"));
        assertThat(plan("{#client.ip(), #client.network(), #client.principal(), #client.tenant()}")
                        .value(call, null))
                .isEqualTo(List.of("192.0.2.1", "192.0.2.0", "alice", "acme"));
        assertThat(plan("#client.tenant").value(Fixture.call(new Caller(false), "id", 1L), null))
                .isEqualTo("acme");
    }

    @Test
    void noClientKnowsNothing() {
        assertThat(Client.NONE.inRequest()).isFalse();
        assertThat(Arrays.asList(
                        Client.NONE.ip(),
                        Client.NONE.network(),
                        Client.NONE.principal(),
                        Client.NONE.header("X"),
                        Client.NONE.tenant()))
                .containsOnlyNulls();
    }

    private static KvExpressionException failure(String text, String argument, @Nullable Object value) {
        return Objects.requireNonNull(
                catchThrowableOfType(KvExpressionException.class, () -> value(text, argument, value)));
    }

    private static void assertFails(KvExpressionException failure, Reason reason, String end) {
        assertThat(failure).hasMessageEndingWith(end).hasMessageNotContaining("secret");
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @Test
    void aValueOfAnUnexpectedTypeIsExplained() {
        Map<String, Object> map = new HashMap<>(Map.of("a", "secret"));
        assertFails(failure("#any.id", "any", map), Reason.EXPRESSION, ". An entry is written ['id']");
        assertFails(
                failure("#any.id", "any", JsonMapper.shared().createObjectNode()),
                Reason.EXPRESSION,
                ". A field is written .path('id')");
        assertThat(failure("#any.id", "any", "secret"))
                .hasMessageContaining("failed: ")
                .hasMessageNotContaining("written");
        assertThat(failure("#any.id()", "any", map))
                .hasMessageContaining("failed: ")
                .hasMessageNotContaining("written");
    }

    @Test
    void nullIsAMistakeOfTheCaller() {
        KvExpressionException failure = failure("#any.id", "any", null);
        assertThat(failure).hasMessageContaining("failed: ").hasMessageContaining("'id'");
        assertThat(failure.reason()).isEqualTo(Reason.VALUE);
        assertFails(failure("#order.customer.id", "order", null), Reason.VALUE, "there is null before .customer");
    }

    @Test
    void aValueThatDoesNotFitIsAMistakeOfTheCaller() {
        assertFails(
                failure("#code.substring(5)", "code", "secret".substring(0, 2)),
                Reason.VALUE,
                "failed with StringIndexOutOfBoundsException");
        assertFails(failure("#items[5]", "items", List.of()), Reason.VALUE, "failed: collection index out of bounds");
        assertFails(failure("1 / #id", "id", 0L), Reason.VALUE, "failed with ArithmeticException");
        assertFails(
                failure("#account.bad()", "account", new Fixture.Account()),
                Reason.VALUE,
                "failed with IllegalArgumentException");
        Condition condition = Fixture.expressions().condition("condition", "#any", Sees.ARGUMENTS, Condition.ALWAYS);
        KvExpressionException noBoolean = Objects.requireNonNull(catchThrowableOfType(
                KvExpressionException.class, () -> condition.test(Fixture.call(Client.NONE, "any", "maybe"), null)));
        assertThat(noBoolean).hasMessageContaining("failed: ").hasMessageContaining("cannot convert");
        assertThat(noBoolean.reason()).isEqualTo(Reason.VALUE);
    }

    @Test
    void beansStatesAndErrorsAreMistakesOfTheApplication() {
        Fixture.Account account = new Fixture.Account();
        assertFails(failure("@regions.of(#id)", "id", -1L), Reason.EXPRESSION, "failed with IllegalArgumentException");
        assertFails(
                failure("#account.wrong()", "account", account),
                Reason.EXPRESSION,
                "failed with IllegalStateException");
        assertFails(failure("#account.broken()", "account", account), Reason.EXPRESSION, "failed with AssertionError");
    }

    @Test
    void theClientIsKnownInARequestOnly() {
        assertFails(
                failure("#client.ip", "id", 1L),
                Reason.EXPRESSION,
                "needs a request, and there is none: #client has ip, principal and header only while one is handled");
    }
}
