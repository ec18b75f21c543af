package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of what is no value: the start stops, whatever package it is from. */
class KeyMistakesTest {

    static Stream<Arguments> handles() {
        return Stream.concat(parameters(KeyArguments.Handles.class), parameters(OddEquality.class));
    }

    static Stream<Arguments> values() {
        return parameters(KeyArguments.Values.class);
    }

    // The order of reflection differs from run to run.
    private static Stream<Arguments> parameters(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> Arguments.of(method.getName(), Parameter.of(type, method)));
    }

    record Parameter(Class<?> type, Method method) {

        static Parameter of(Class<?> type, Method method) {
            return new Parameter(type, method);
        }

        private KeyPlans plans() {
            OperationSite site = new OperationSite(type, method, "Cached");
            Parameters parameters = new Parameters(type, method, method);
            ReturnShape returns = ReturnShape.of(method, type, MethodDrivers.kinds());
            return new KeyPlans(site, new Expressions(site, parameters, returns, null), KeyForms.of(null));
        }

        void defaultKey() {
            plans().ofArguments("");
        }

        void expression(String text) {
            plans().of("key", text, "", Expressions.Sees.ARGUMENTS, KeyText.Nulls.MISSING);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handles")
    void whatIsNoValueIsNoKey(String name, Parameter parameter) {
        assertRefused(parameter::defaultKey);
        assertRefused(() -> parameter.expression("#p0"));
        assertRefused(() -> parameter.expression("{'a', #p0}"));
        assertThatNoException().isThrownBy(() -> parameter.expression("#p0.hashCode()"));
    }

    private static void assertRefused(Runnable read) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(read::run)
                .withMessageContaining("cannot be part of a key, because ")
                .withMessageContaining("define a KvKeyText bean for it");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void valuesTakePartWhateverTheirPackage(String name, Parameter parameter) {
        assertThatNoException().isThrownBy(parameter::defaultKey);
        assertThatNoException().isThrownBy(() -> parameter.expression("{'a', #p0}"));
    }

    static class Events {

        @DedupeEvent(key = "#event.search")
        public void on(Event event) {}
    }

    public record Event(KeyArguments.Search search) {}

    static class Whose {

        @Cached(scope = "TENANT")
        public String tenants(Principal who, long id) {
            return "";
        }
    }

    static class Named {

        @Cached(scope = "#who.name")
        public String named(Principal who, long id) {
            return "";
        }

        @Cached(scope = "PRINCIPAL")
        public String own(Principal who, long id) {
            return "";
        }
    }

    @Test
    void theReasonIsToldWithTheMend() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Events.class))
                .withMessage("@DedupeEvent(key = \"#event.search\") on " + Events.class.getName()
                        + ".on(Event): #event.search cannot be part of a key, because "
                        + KeyArguments.Search.class.getName()
                        + " does not show its field text. Name what identifies it, as in key = \"#event.search.id\","
                        + " or define a KvKeyText bean for it.");
    }

    @Test
    void aScopeThatDoesNotTellPrincipalsApartDoesNotStandForThem() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Whose.class))
                .withMessageContaining("so all principals would share a result");
        assertThat(Sources.plain().validate(Named.class)).isTrue();
    }
}
