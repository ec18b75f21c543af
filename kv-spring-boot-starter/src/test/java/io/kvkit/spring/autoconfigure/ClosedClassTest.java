package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/** Beans whose class can have no subclass, and which Spring proxies by their interfaces. */
class ClosedClassTest {

    private static final String BY_INTERFACE = "spring.aop.proxy-target-class=false";

    private final ApplicationContextRunner runner = Contexts.runner();

    /** A function as of Spring Cloud Stream; classes of Kotlin are final too. */
    static final class Quotes implements UnaryOperator<String> {

        private final AtomicInteger ran = new AtomicInteger();

        @Override
        @Cached(name = "quotes", key = "#symbol")
        public String apply(String symbol) {
            return symbol + ran.incrementAndGet();
        }
    }

    abstract static class Loading implements UnaryOperator<String> {}

    static final class Loaded extends Loading {

        private final AtomicInteger ran = new AtomicInteger();

        @Override
        @Cached(name = "loaded", key = "#symbol")
        public String apply(String symbol) {
            return symbol + ran.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByItsInterfaces {

        @Bean
        @Proxyable(ProxyType.INTERFACES)
        UnaryOperator<String> quotes() {
            return new Quotes();
        }
    }

    @Test
    void finalClassWithAnInterfaceOfTheJdkWasRefused() {
        runner.withBean(Quotes.class).withPropertyValues(BY_INTERFACE).run(ClosedClassTest::isCached);
    }

    @Test
    void finalClassWhoseSuperclassHasTheInterfaceWasRefused() {
        runner.withBean(Loaded.class).withPropertyValues(BY_INTERFACE).run(ClosedClassTest::isCached);
    }

    @Test
    void finalClassOfABeanThatIsProxyableByItsInterfacesWasRefused() {
        runner.withUserConfiguration(ByItsInterfaces.class).run(ClosedClassTest::isCached);
    }

    @Test
    void finalClassIsRefusedWhereSpringMakesASubclass() {
        runner.withBean(Quotes.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("the class is final, so it would do nothing")
                        .hasMessageContaining("@Proxyable(ProxyType.INTERFACES)"));
    }

    @SuppressWarnings("unchecked")
    private static void isCached(ApplicationContext context) {
        UnaryOperator<String> quotes = context.getBean(UnaryOperator.class);
        assertThat(quotes.apply("a")).isEqualTo("a1");
        assertThat(quotes.apply("a")).isEqualTo("a1");
    }
}
