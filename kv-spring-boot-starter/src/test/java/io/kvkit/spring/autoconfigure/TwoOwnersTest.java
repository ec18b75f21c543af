package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.Owned.Billing;
import io.kvkit.spring.autoconfigure.Owned.Central;
import io.kvkit.spring.autoconfigure.Owned.Consumer;
import io.kvkit.spring.autoconfigure.Owned.EuropeanBank;
import io.kvkit.spring.autoconfigure.Owned.FederalBank;
import io.kvkit.spring.autoconfigure.Owned.Mailing;
import io.kvkit.spring.autoconfigure.Owned.OtherBilling;
import io.kvkit.spring.autoconfigure.Owned.Payments;
import io.kvkit.spring.autoconfigure.Owned.Rates;
import io.kvkit.spring.autoconfigure.Owned.Shipping;
import io.kvkit.spring.autoconfigure.Owned.ToldApart;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** Beans that answer for each other. */
@Tag("slow")
class TwoOwnersTest {

    private final ApplicationContextRunner runner = Contexts.runner().withPropertyValues("kv.store=memory");

    private <T> ApplicationContextRunner with(Class<T> type, Supplier<T> first, Supplier<T> second) {
        return runner.withBean("first", type, first).withBean("second", type, second);
    }

    @Test
    void twoConsumersOfOneClassStopTheStart() {
        assertThat(Contexts.refusal(with(Consumer.class, Billing::new, Billing::new)))
                .isEqualTo("@DedupeEvent(name = \"Billing.on\") on " + Billing.class.getName()
                        + ".on(String): it is the name of the beans \"first\" and \"second\" both, so an event that one"
                        + " handled would be a duplicate to the other. Distinguish them in the key, as in key ="
                        + " \"{#root.target.name, #id}\", or let a class of each override the method, with a name of its"
                        + " own.");
    }

    @Test
    void consumersThatInheritOneMethodStopTheStart() {
        assertThat(Contexts.refusal(with(Consumer.class, Shipping::new, Mailing::new)))
                .contains("@DedupeEvent(name = \"parcels\")", "\"first\" and \"second\"");
    }

    @Test
    void consumersThatBothWroteOneNameStopTheStart() {
        assertThat(Contexts.refusal(runner.withBean(OtherBilling.class).withBean(Owned.ThirdBilling.class)))
                .contains("@DedupeEvent(name = \"billing\")");
    }

    @Test
    void consumersOfTheirOwnNamesStart() {
        assertThat(Contexts.refusal(with(Consumer.class, Billing::new, OtherBilling::new)))
                .isEqualTo("started");
    }

    @Test
    void twoImplementationsOfAnIdempotentMethodStopTheStart() {
        assertThat(Contexts.refusal(with(Payments.class, Owned.Cards::new, Owned.Transfers::new)))
                .contains("@Idempotent(name = \"pay\")", "so each would answer with the other's results");
        assertThat(Contexts.refusal(
                        with(Payments.class, Owned.Cards::new, Owned.Transfers::new), "kv.idempotency.enabled=false"))
                .isEqualTo("started");
    }

    @Test
    void controllersThatInheritOneHandlerStopTheStart() {
        assertThat(Contexts.refusal(with(Owned.Orders.class, Owned.Books::new, Owned.Toys::new)))
                .contains("@Idempotent(name = \"orders\")")
                .endsWith("results. Let a class of each override the method, with a name of its own.");
    }

    @Test
    void cachesOfTwoBeansAreOneWarning() {
        try (LogCapture log = new LogCapture()) {
            with(Rates.class, EuropeanBank::new, FederalBank::new)
                    .withBean("third", Rates.class, FederalBank::new)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains(
                            "@Cached on ",
                            "\"first\" and \"second\" share the entries of \"rates\"",
                            "#root.target.name");
        }
    }

    @Test
    void beansThatTheKeyTellsApartAnswerForThemselves() {
        try (LogCapture log = new LogCapture()) {
            with(ToldApart.class, () -> new ToldApart("a"), () -> new ToldApart("b"))
                    .run(context -> {
                        for (String name : List.of("first", "second", "first", "second")) {
                            ToldApart bean = context.getBean(name, ToldApart.class);
                            assertThat(bean.rate("eur"))
                                    .isEqualTo(bean.once("x"))
                                    .isEqualTo(bean.getName() + "1");
                        }
                    });
            assertThat(log.ours(Level.WARN)).isEmpty();
        }
    }

    @Test
    void classesThatTheKeyTellsApartAnswerForThemselves() {
        with(Central.class, Owned.OneCentral::new, Owned.OtherCentral::new).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean("first", Central.class).once("x")).isEqualTo("OneCentral");
            assertThat(context.getBean("second", Central.class).once("x")).isEqualTo("OtherCentral");
        });
        assertThat(Contexts.refusal(with(Central.class, Owned.OneCentral::new, Owned.OneCentral::new)))
                .as("one class")
                .contains("@Idempotent(name = \"central\")");
    }

    @Test
    void aBeanBehindAScopeOrMadeOftenIsOneOwner() {
        runner.withUserConfiguration(Scoped.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean("prototype")).isNotSameAs(context.getBean("prototype"));
            context.getBean("scoped", Billing.class).on("x");
        });
    }

    @Test
    void aSecondOwnerThatIsSeenLateIsRefusedWhenItIsMade() {
        runner.withUserConfiguration(Late.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(BeanCreationException.class)
                    .isThrownBy(() -> context.getBean("late"))
                    .withRootCauseInstanceOf(KvConfigurationException.class)
                    .withStackTraceContaining("\"early\" and \"late\"");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Billing scoped() {
            return new Billing();
        }

        @Bean
        @Scope("prototype")
        OtherBilling prototype() {
            return new OtherBilling();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Late {

        @Bean
        Billing early() {
            return new Billing();
        }

        @Bean
        @Lazy
        Object late() {
            return new Billing();
        }
    }
}
