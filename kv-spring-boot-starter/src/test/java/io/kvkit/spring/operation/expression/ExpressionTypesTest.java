package io.kvkit.spring.operation.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.entry;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The types of expressions, and the names in them. HERE stands for the package and the class of the fixture. */
class ExpressionTypesTest {

    private static final String HERE = Fixture.class.getName() + "$";

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '!', quoteCharacter = '"', textBlock = """
            #order                     | HERE.Order
            #items[0]                  | HERE.Item
            #byName['a']               | HERE.Item
            #byName[a]                 | HERE.Item
            #numbers[0]                | java.lang.Integer
            #numbers.length            | int
            #code[0]                   | java.lang.String
            #account['owner']          | java.lang.String
            #account.label             | java.lang.String
            #account.hashCode()        | int
            #animal.hashCode()         | int
            #animal.class              | java.lang.Class<?>
            #account.join('a')         | java.lang.String
            #account.join('a', 'b')    | java.lang.String
            #account.join('a','b','c') | java.lang.String
            #items.![sku]              | java.util.List<java.lang.String>
            #items.?[sku != null]      | java.util.List<HERE.Item>
            #items.^[sku != null]      | HERE.Item
            #byName.?[value != null]   | java.util.Map<java.lang.String, HERE.Item>
            #byName.![value]           | java.util.List<HERE.Item>
            #any.![sku]                | java.util.List<?>
            #any.?[sku]                | java.util.List<?>
            #items.size()              | int
            'a' + 1                    | java.lang.String
            1 + 'a'                    | java.lang.String
            1 + 2                      | java.lang.Number
            #id - 1                    | java.lang.Number
            #id * 2                    | java.lang.Number
            #any + 1                   | java.lang.Object
            #any - 1                   | java.lang.Object
            'b' - 1                    | java.lang.Object
            #id > 1                    | java.lang.Boolean
            {1, 2}                     | java.util.List<?>
            {a: 1}                     | java.util.Map<?, ?>
            null                       | java.lang.Object
            1                          | java.lang.Integer
            true                       | java.lang.Boolean
            #id > 1 ? 'a' : 'b'        | java.lang.String
            #id > 1 ? 'a' : 1          | java.lang.Object
            #code ?: 'x'               | java.lang.String
            #order.customer.id         | long
            #payer?.name               | java.lang.String
            #payer.get()               | HERE.Customer
            #shape.radius              | java.lang.Object
            T(java.lang.Math).abs(#id) | java.lang.Object
            @regions.of(#id)           | java.lang.String
            #result                    | java.lang.String
            #root.methodName           | java.lang.String
            #client.ip                 | java.lang.String
            """)
    void expressionsHaveTypes(String text, String type) {
        assertThat(Fixture.expressions().type(text)).hasToString(type.replace("HERE.", HERE));
    }

    @Test
    void listsHaveTheTypesOfTheirParts() {
        Map<String, String> types = new LinkedHashMap<>();
        Fixture.expressions()
                .types("{#id, {#code, #items}, 'x'}")
                .forEach((text, type) -> types.put(text, type.toString()));
        assertThat(types)
                .containsExactly(
                        entry("#id", "long"),
                        entry("#code", "java.lang.String"),
                        entry("#items", "java.util.List<" + HERE + "Item>"),
                        entry("'x'", "java.lang.String"));
        assertThat(Fixture.expressions().types("#id")).containsOnlyKeys("#id");
    }

    @ParameterizedTest
    @CsvSource({
        "#result, true",
        "#result.empty, true",
        "'{#id, #result}', true",
        "#id > 1 ? #result : 2, true",
        "#id, false",
        "'''#result''', false",
        "'{#id, #code}', false"
    })
    void readingTheResultIsSeen(String text, boolean reads) {
        assertThat(Fixture.expressions().readsResult(text)).isEqualTo(reads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#any.?[foo == 1]",
                "#any.![at(foo)]",
                "#any[foo]",
                "#any.tenant",
                "{foo: #id}",
                "{foo: #id, bar: #code}",
                "{foo: #id, bar: {baz: #id}}",
                "#root.method",
                "#root.toString()",
                "#client.header('x')",
                "#client.tenant",
                "#code > #any",
                "#any > 1",
                "#code.substring('1')",
                "#code.substring(#any)",
                "#shape.scale('a')",
                "#shape.radius()",
                "#code.formatted()",
                "#code.formatted(#id, #id)",
                "@regions.of(#any)",
                "@other.of(#id)?.x"
            })
    void whatMayWorkStarts(String text) {
        Expressions expressions = text.contains("@other") ? Fixture.expressions(null) : Fixture.expressions();
        assertThatNoException().isThrownBy(() -> expressions.value("key", text, Sees.ARGUMENTS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '!', quoteCharacter = '`', textBlock = """
            id                         | "id" is not an argument. Write #id.
            foo                        | "foo" means nothing. Write 'foo' for a text.
            foo.bar                    | "foo" means nothing.
            foo()                      | "foo()" means nothing.
            #any.at(foo)               | "foo" means nothing.
            #any.at(foo())             | "foo()" means nothing.
            #any.?[bar].at(foo)        | "foo" means nothing.
            {foo: bar}                 | "bar" means nothing.
            {foo: #id, bar: baz}       | "baz" means nothing.
            {a: {b: foo}}              | "foo" means nothing.
            #root                      | #root is the call itself, which is no value.
            {#id, #this}               | #this is the call itself, which is no value.
            #root.foo                  | #root has no foo. It has method,
            #client.foo                | #client has no foo. It has ip,
            #client.foo()              | #client has no foo. It has ip,
            #foo                       | there is no #foo.
            #result                    | #result is not known here, because the method has not run yet.
            @other.of(#id)             | there is no bean "other".
            #a = 1                     | which is not supported. Use a bean,
            #byName[#order.custmer]    | Order has no custmer. Did you mean customer?.
            #code.substring('a')       | String.substring does not take such arguments.
            #code.substring(#account)  | String.substring does not take such arguments.
            #account.join()            | Account.join does not take so many arguments.
            #shape.area()              | Shape has no area(). Call one that it has.
            #eight.zzz                 | Eight has no zzz. It has a, b, c, d, e, f, g, h.
            #nine.zzz                  | Nine has no zzz. It has a, b, c, d, e, f, g, h and others.
            #items['a']                | List has no ['a']. Write the place of an element,
            """)
    void whatNeverWorksIsRefused(String text, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Fixture.expressions().value("key", text, Sees.ARGUMENTS))
                .withMessageContaining(message);
    }

    @Test
    void aTenantNeedsAResolver() {
        StaticListableBeanFactory without = new StaticListableBeanFactory();
        Expressions expressions = Fixture.expressions(without);
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> expressions.value("key", "#client.tenant", Sees.ARGUMENTS))
                .withMessageContaining("there is no KvTenantResolver");
        assertThatNoException().isThrownBy(() -> expressions.value("key", "#client.ip", Sees.ARGUMENTS));
        assertThatNoException().isThrownBy(() -> expressions.value("key", "#any.tenant", Sees.ARGUMENTS));
        assertThatNoException()
                .isThrownBy(() -> Fixture.expressions(null).value("key", "#client.tenant", Sees.ARGUMENTS));
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> TenantRules.check(Fixture.SITE, "TENANT", without));
        assertThatNoException().isThrownBy(() -> {
            TenantRules.check(Fixture.SITE, "PRINCIPAL", without);
            TenantRules.check(Fixture.SITE, "TENANT", null);
        });
    }

    @Test
    void aValueBecomesTheTypeOfItsAttribute() {
        Expressions expressions = Fixture.expressions();
        for (String number : new String[] {"#id", "#code", "#any", "1"}) {
            assertThatNoException()
                    .as(number)
                    .isThrownBy(() -> expressions.value("cost", number, Sees.ARGUMENTS, Number.class));
        }
        assertThatNoException().isThrownBy(() -> expressions.value("a", "#id", Sees.ARGUMENTS, String.class));
        for (String list : new String[] {"#items", "#byName", "#order"}) {
            assertThatExceptionOfType(KvConfigurationException.class)
                    .as(list)
                    .isThrownBy(() -> expressions.value("cost", list, Sees.ARGUMENTS, Number.class))
                    .withMessageContaining("which does not become Number. Write an expression that gives Number.");
        }
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> expressions.value("a", "#id", Sees.ARGUMENTS, Fixture.Account.class))
                .withMessageContaining("it is Long, which does not become Account.");
    }
}
