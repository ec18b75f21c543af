package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Sources;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Beans whose operations have one name. */
class OperationOwnersTest {

    static class Consumer {

        @DedupeEvent(name = "billing", key = "#id")
        public void on(String id) {}
    }

    static class OtherConsumer {

        @DedupeEvent(name = "billing", key = "#id")
        public void on(String id) {}
    }

    static class Rates {

        @Cached(name = "rates")
        public String rate(String currency) {
            return "";
        }
    }

    static class OtherRates extends Rates {}

    static class OwnRates {

        @Cached(name = "rates")
        public String rate(String currency) {
            return "";
        }
    }

    static class ByBean {

        @Idempotent(name = "by-bean", key = "{#root.target.name, #id}")
        public String once(String id) {
            return "";
        }

        public String getName() {
            return "";
        }
    }

    static class ByScope {

        @Idempotent(name = "by-scope", key = "#id", scope = "target.name")
        public String once(String id) {
            return "";
        }

        public String getName() {
            return "";
        }
    }

    static class ByArgument {

        @Idempotent(name = "by-argument", key = "{#target.name, #id}")
        public String once(ByBean target, String id) {
            return "";
        }
    }

    interface ByClass {

        @Idempotent(name = "by-class", key = "{#root.targetClass, #id}")
        String once(String id);
    }

    static class One implements ByClass {

        @Override
        public String once(String id) {
            return "";
        }
    }

    static class Other implements ByClass {

        @Override
        public String once(String id) {
            return "";
        }
    }

    @Controller
    static class Orders {

        @PostMapping
        @Idempotent(name = "orders")
        public String order(String body) {
            return body;
        }
    }

    private final OperationSource source = Sources.plain();
    private final OperationOwners owners = new OperationOwners(source);

    private void assertRefused(Class<?> type, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> owners.add("second", type))
                .withMessageContaining(message);
    }

    @Test
    void oneBeanOwnsItsOperationsAsOftenAsItIsSeen() {
        assertThat(owners.add("first", Consumer.class)).isEmpty();
        assertThat(owners.add("first", Consumer.class)).isEmpty();
        assertThat(owners.add("first", OtherConsumer.class)).isEmpty();
    }

    @Test
    void twoConsumersOfOneNameAreRefused() {
        owners.add("first", Consumer.class);
        assertRefused(
                Consumer.class,
                "it is the name of the beans \"first\" and \"second\" both, so an event that one handled would be a"
                        + " duplicate to the other. Distinguish them in the key, as in key = \"{#root.target.name,"
                        + " #id}\", or let a class of each override the method, with a name of its own.");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> owners.add("third", OtherConsumer.class));
    }

    @Test
    void aKeyInAHeaderCannotDistinguishThem() {
        owners.add("first", Orders.class);
        assertRefused(Orders.class, "results. Let a class of each override the method, with a name of its own.");
    }

    @Test
    void twoBeansThatShareACacheAreOneWarning() {
        assertThat(owners.add("first", Rates.class)).isEmpty();
        assertThat(owners.add("other", OwnRates.class)).as("another method").isEmpty();
        assertThat(owners.add("second", Rates.class))
                .containsExactly("@Cached on " + Rates.class.getName() + ".rate(String): the beans \"first\" and"
                        + " \"second\" share the entries of \"rates\", and answer with each other's results. Distinguish"
                        + " them in the key, as in key = \"{#root.target.name, #id}\", or let a class of each override"
                        + " the method, with a name of its own");
        assertThat(owners.add("second", Rates.class)).as("known").isEmpty();
        assertThat(owners.add("third", OtherRates.class)).as("said already").isEmpty();
    }

    @Test
    void beansThatTheKeyOrTheScopeNamesAreToldApart() {
        for (Class<?> type : new Class<?>[] {ByBean.class, ByScope.class}) {
            assertThat(owners.add("first", type)).isEmpty();
            assertThat(owners.add("second", type)).isEmpty();
        }
    }

    @Test
    void anArgumentOfThatNameTellsNoBeansApart() {
        owners.add("first", ByArgument.class);
        assertRefused(ByArgument.class, "by-argument");
    }

    @Test
    void aClassTellsOnlyBeansOfTwoClassesApart() {
        owners.add("first", One.class);
        assertThat(owners.add("other", Other.class)).isEmpty();
        assertRefused(One.class, "\"first\" and \"second\"");
    }
}
