package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvTenantResolver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;

/** What stops the start, or is said in the log, about beans that cannot work as they are meant. */
@Tag("slow")
class StartDoubtsTest {

    private final ApplicationContextRunner runner = Contexts.runner().withPropertyValues("kv.store=memory");

    static class Items {

        @CacheInvalidate(name = "itme", key = "#id")
        public void change(long id) {}
    }

    @Test
    void doubtsAreToldOnceWhenTheApplicationStarts() {
        try (LogCapture log = new LogCapture()) {
            runner.withBean(Items.class).run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .containsOnlyOnce("@CacheInvalidate on " + Items.class.getName()
                            + ".change(long) changes the cache \"itme\", which no @Cached method has.");
        }
    }

    static class Placed {

        @Transactional
        @Idempotent(name = "placed", key = "#id")
        public String place(String id) {
            return id;
        }
    }

    interface Placing {

        @Transactional
        @Idempotent(name = "inherited", key = "#id")
        String place(String id);
    }

    static class Place {

        public String place(String id) {
            return id;
        }
    }

    static class Inherited extends Place implements Placing {}

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true, order = 1150)
    static class EarlyTransactions {}

    @Test
    void transactionAroundACallThatRunsOnceIsTold() {
        try (LogCapture log = new LogCapture()) {
            runner.withBean(Inherited.class)
                    .withUserConfiguration(EarlyTransactions.class)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .anyMatch(line -> line.contains("Inherited.place(String) is inside its own"));
        }
        try (LogCapture log = new LogCapture()) {
            runner.withBean(Placed.class)
                    .withUserConfiguration(EarlyTransactions.class)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .containsOnlyOnce("@Idempotent on " + Placed.class.getName()
                            + ".place(String) is inside its own @Transactional: each replay opens a transaction. Set"
                            + " kv.idempotency.order to less than 1150, or give @EnableTransactionManagement a higher"
                            + " order.");
        }
        try (LogCapture log = new LogCapture()) {
            runner.withBean(Placed.class)
                    .withUserConfiguration(EarlyTransactions.class)
                    .withPropertyValues("kv.idempotency.order=1100")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).noneMatch(line -> line.contains("@Transactional"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class SpringCaching {

        @Cacheable("itme")
        public String find(long id) {
            return "";
        }
    }

    @Test
    void cacheThatOnlyAnnotationsOfSpringNameIsKnown() {
        try (LogCapture log = new LogCapture()) {
            runner.withConfiguration(AutoConfigurations.of(KvSpringCacheAutoConfiguration.class))
                    .withPropertyValues("kv.cache.spring-cache-manager=true")
                    .withUserConfiguration(SpringCaching.class)
                    .withBean(Items.class)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).noneMatch(line -> line.contains("itme"));
        }
    }

    interface Finder {

        @Cached(name = "found", key = "#id")
        String find(long id);
    }

    static final class FinalFinder implements Finder {

        @Override
        public String find(long id) {
            return "";
        }
    }

    static final class FinalLimited {

        @RateLimited(limit = 1, window = "1s")
        public void call() {}
    }

    @Controller
    static class Hooks {

        @PostMapping
        @DedupeEvent(name = "order-hooks", preset = DedupeEvent.Preset.GITHUB)
        public void on() {}
    }

    @Test
    void secretThatNoConsumerGetsStopsTheStart() {
        ApplicationContextRunner hooks = runner.withBean(Hooks.class);
        assertThat(Contexts.refusal(hooks, "kv.dedupe.consumers.order.hooks.secret=c0ffee"))
                .startsWith("The property kv.dedupe.consumers.order.hooks.secret does not exist");
        assertThat(Contexts.refusal(hooks, "kv.dedupe.consumers.orderhooks.secret=c0ffee"))
                .startsWith("kv.dedupe.consumers.orderhooks.secret is the secret of no @DedupeEvent consumer")
                .doesNotContain("c0ffee");
        assertThat(Contexts.refusal(hooks, "kv.dedupe.consumers.order-hooks.secret=c0ffee"))
                .isEqualTo("started");
    }

    record RecordFinder(String name) implements Finder {

        @Override
        public String find(long id) {
            return name;
        }
    }

    static class Closed {

        private Closed() {}

        static Closed make() {
            return new Closed();
        }

        @Cached(name = "closed", key = "#id")
        public String find(long id) {
            return "";
        }
    }

    @Test
    void classThatCannotHaveASubclassStopsTheStartWithOurMessage() {
        assertThat(Contexts.refusal(runner.withBean(FinalFinder.class)))
                .isEqualTo("The annotation on " + FinalFinder.class.getName()
                        + ".find(): the class is final, so it would do"
                        + " nothing. Open the class, or have its interface proxied: with"
                        + " @Proxyable(ProxyType.INTERFACES), or spring.aop.proxy-target-class=false for all beans.");
        assertThat(Contexts.refusal(runner.withBean(FinalLimited.class)))
                .isEqualTo("The annotation on " + FinalLimited.class.getName()
                        + ".call(): the class is final, so it would do" + " nothing. Open the class.");
        assertThat(Contexts.refusal(runner.withBean(RecordFinder.class, () -> new RecordFinder("a"))))
                .contains("the class is a record");
        assertThat(Contexts.refusal(runner.withBean(Closed.class, Closed::make)))
                .contains("all constructors of the class are private");
    }

    @Test
    void finalClassBehindAnInterfaceIsProxiedWhereInterfacesAre() {
        runner.withPropertyValues("spring.aop.proxy-target-class=false")
                .withBean(FinalFinder.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Finder.class));
    }

    @Test
    void lambdaOfAnAnnotatedInterfaceIsProxiedByIt() {
        runner.withBean(Finder.class, () -> id -> "found " + id)
                .run(context ->
                        assertThat(context.getBean(Finder.class).find(1)).isEqualTo("found 1"));
    }

    static class OfTenant {

        @Cached(name = "tenants", key = "#id", scope = "TENANT")
        public String find(long id) {
            return "";
        }
    }

    @Test
    void tenantWithoutAResolverStopsTheStart() {
        assertThat(Contexts.refusal(runner.withBean(OfTenant.class)))
                .contains("there is no KvTenantResolver, so no call would have a tenant");
        runner.withBean(OfTenant.class)
                .withBean(KvTenantResolver.class, () -> () -> "acme")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
