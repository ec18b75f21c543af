package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.KvOrder;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import reactor.core.publisher.Mono;

/** Who stands around whom, and that what stands inside runs at every subscription. */
@Tag("slow")
class AdvisorOrderTest {

    static class Everything {

        final List<String> calls = new ArrayList<>();

        @RateLimited(name = "a", limit = 100, window = "1h")
        @DedupeEvent(name = "b", key = "#id", duplicateResult = "'duplicate'")
        @Idempotent(name = "c", key = "#id")
        @CacheInvalidate(name = "d", key = "#id")
        @Cached(name = "e", key = "#id")
        public String call(String id) {
            calls.add(id);
            return id;
        }

        @RateLimited(name = "mono-limit", limit = 100, window = "1h")
        @Idempotent(name = "mono-once", key = "#id")
        public Mono<String> mono(String id) {
            return Mono.fromSupplier(() -> {
                throw new IllegalStateException("rolled back " + id);
            });
        }

        List<String> calls() {
            return calls;
        }
    }

    /** Begins something around every call, as a transaction does. */
    @Configuration(proxyBeanMethods = false)
    static class Transactions {

        static final List<String> BEGUN = new CopyOnWriteArrayList<>();

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor transactions() {
            var advisor = new StaticMethodMatcherPointcutAdvisor() {
                private static final long serialVersionUID = 1L;

                @Override
                public boolean matches(Method method, Class<?> targetClass) {
                    return targetClass == Everything.class;
                }
            };
            advisor.setAdvice((MethodInterceptor) invocation -> {
                BEGUN.add(invocation.getMethod().getName());
                return invocation.proceed();
            });
            advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
            return advisor;
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withUserConfiguration(Transactions.class)
            .withPropertyValues("kv.store=memory")
            .withBean(Everything.class);

    @Test
    void constantsAreInTheirOrder() {
        assertThat(List.of(
                        KvOrder.RATE_LIMITED,
                        KvOrder.DEDUPE_EVENT,
                        KvOrder.IDEMPOTENT,
                        KvOrder.CACHE_WRITE,
                        KvOrder.CACHED))
                .containsExactly(1000, 1100, 1200, 1300, 1400);
    }

    @Test
    void allStandOutsideOfTransactionsInTheOrderOfTheConstants() {
        runner.run(context -> assertThat(orders((Advised) context.getBean(Everything.class)))
                .containsExactly(1000, 1100, 1200, 1300, 1400, Ordered.LOWEST_PRECEDENCE));
    }

    @Test
    void propertiesMoveThem() {
        runner.withPropertyValues(
                        "kv.rate-limit.order=20",
                        "kv.dedupe.order=10",
                        "kv.idempotency.order=500",
                        "kv.cache.order=400")
                .run(context -> assertThat(orders((Advised) context.getBean(Everything.class)))
                        .containsExactly(10, 20, 300, 400, 500, Ordered.LOWEST_PRECEDENCE));
    }

    @Test
    void whatStandsInsideRunsOnlyWithTheCall() {
        Transactions.BEGUN.clear();
        runner.run(context -> {
            Everything everything = context.getBean(Everything.class);
            assertThat(everything.call("1")).isEqualTo("1");
            assertThat(everything.call("1")).isEqualTo("duplicate");
            assertThat(Transactions.BEGUN).filteredOn("call"::equals).hasSize(1);
        });
    }

    @Test
    void whatStandsInsideRunsAtEverySubscription() {
        Transactions.BEGUN.clear();
        runner.run(context -> {
            Mono<String> mono = context.getBean(Everything.class).mono("1");
            assertThat(Transactions.BEGUN).isEmpty();
            for (int subscriptions = 1; subscriptions <= 3; subscriptions++) {
                assertThat(mono.onErrorResume(failure -> Mono.just(failure.getMessage()))
                                .block())
                        .isEqualTo("rolled back 1");
                assertThat(Transactions.BEGUN).containsOnly("mono").hasSize(subscriptions);
            }
            assertThat(mono.retry(2).onErrorReturn("gave up").block()).isEqualTo("gave up");
            assertThat(Transactions.BEGUN).hasSize(6);
        });
    }

    private static List<Integer> orders(Advised bean) {
        Predicate<Advisor> ordered = Ordered.class::isInstance;
        return Arrays.stream(bean.getAdvisors())
                .filter(ordered)
                .map(advisor -> ((Ordered) advisor).getOrder())
                .filter(order -> order != Ordered.HIGHEST_PRECEDENCE)
                .toList();
    }
}
