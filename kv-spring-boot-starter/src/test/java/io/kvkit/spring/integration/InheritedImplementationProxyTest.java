package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** That a payment runs once if its interface has the annotation and a superclass that does not know it has the method. */
class InheritedImplementationProxyTest {

    interface Paying<T> {

        @Idempotent(key = "#order")
        T pay(T order);
    }

    interface Booking {

        @Idempotent(key = "#order")
        String book(String order);
    }

    static class Till {

        private final AtomicInteger ran = new AtomicInteger();

        public String pay(String order) {
            return order + ran.incrementAndGet();
        }

        public String book(String order) {
            return order + ran.incrementAndGet();
        }
    }

    static class Shop extends Till implements Paying<String>, Booking {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("unchecked")
    void aPaymentByTheInterfaceRunsOnce(boolean byClass) {
        start(byClass, shop -> {
            assertThat(AopUtils.isJdkDynamicProxy(shop)).isNotEqualTo(byClass);
            runsOnce(((Paying<String>) shop)::pay);
            runsOnce(((Booking) shop)::book);
        });
    }

    @Test
    void aPaymentByTheClassRunsOnce() {
        start(true, shop -> {
            runsOnce(((Shop) shop)::pay);
            runsOnce(((Till) shop)::book);
        });
    }

    private void start(boolean byClass, Consumer<Object> test) {
        runner.withBean(Shop.class)
                .withPropertyValues("spring.aop.proxy-target-class=" + byClass)
                .run(context -> test.accept(context.getBean(Booking.class)));
    }

    private static void runsOnce(UnaryOperator<String> payment) {
        assertThat(payment.apply("o-")).isEqualTo(payment.apply("o-"));
        assertThatThrownBy(() -> payment.apply(null)).isInstanceOf(IdempotencyKeyMissingException.class);
    }
}
