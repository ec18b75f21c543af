package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

@Tag("slow")
class StartupTest {

    private static final String ON_KUBERNETES = "spring.main.cloud-platform=kubernetes";

    private final ApplicationContextRunner runner = Contexts.runner();

    @ParameterizedTest
    @ValueSource(strings = {"a.b=c", "spring.aop.auto=false", "spring.aop.proxy-target-class=false"})
    void annotationsWorkWhateverSpringAopIsToldToDo(String property) {
        runner.withUserConfiguration(Shop.class).withPropertyValues(property).run(context -> {
            Catalogue catalogue = context.getBean(Catalogue.class);
            assertThat(catalogue.find("a")).isEqualTo("a1");
            assertThat(catalogue.find("a")).isEqualTo("a1");
            assertThat(catalogue.find("b")).isEqualTo("b2");
        });
    }

    @Test
    void proxiesAreClassesUnlessInterfacesAreWanted() {
        runner.withUserConfiguration(Shop.class)
                .withPropertyValues("spring.aop.auto=false")
                .run(context -> assertThat(AopUtils.isCglibProxy(context.getBean(Catalogue.class)))
                        .isTrue());
        runner.withUserConfiguration(Shop.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Catalogue.class)))
                        .isTrue());
    }

    @Test
    void annotationsWorkWithoutWebActuatorReactorMicrometerAndSpringData() {
        Contexts.bare()
                .withClassLoader(new FilteredClassLoader(
                        "jakarta.servlet",
                        "org.springframework.web",
                        "org.springframework.boot.health",
                        "org.springframework.boot.actuate",
                        "reactor",
                        "io.micrometer",
                        "io.lettuce",
                        "org.springframework.boot.data.redis",
                        "org.springframework.data"))
                .withUserConfiguration(Shop.class)
                .run(context -> {
                    Catalogue catalogue = context.getBean(Catalogue.class);
                    assertThat(catalogue.find("a")).isEqualTo(catalogue.find("a"));
                });
    }

    @Test
    void switchedOffAnnotationsAreCheckedAndPassThrough() {
        runner.withUserConfiguration(Shop.class)
                .withPropertyValues("kv.enabled=false")
                .run(context -> {
                    Catalogue catalogue = context.getBean(Catalogue.class);
                    assertThat(catalogue.find("a")).isNotEqualTo(catalogue.find("a"));
                });
        assertThat(Contexts.refusal(runner.withUserConfiguration(WrongTtl.class), "kv.enabled=false"))
                .contains("WrongTtl$Bad.find(String)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv.cache.enabled=false", "kv.cache.caches.catalogue.enabled=false"})
    void anAreaAndANameCanBeSwitchedOff(String property) {
        runner.withUserConfiguration(Shop.class).withPropertyValues(property).run(context -> {
            Catalogue catalogue = context.getBean(Catalogue.class);
            assertThat(catalogue.find("a")).isNotEqualTo(catalogue.find("a"));
        });
    }

    @Test
    void aMistakeInALazyBeanStopsTheStart() {
        assertThat(Contexts.refusal(runner.withUserConfiguration(WrongTtl.class)))
                .isEqualTo("@Cached(ttl = \"soon\") on " + WrongTtl.Bad.class.getName()
                        + ".find(String): it is not a duration."
                        + " Write a number and a unit, as in 10s, 5m or PT1H.");
    }

    @Test
    void aMistakeInATypeThatIsUnknownAtTheStartShowsWhenTheBeanIsMade() {
        runner.withUserConfiguration(HiddenMistake.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(catchThrowable(() -> context.getBean("hidden")))
                    .rootCause()
                    .hasMessageContaining("soon");
        });
    }

    @ParameterizedTest
    @ValueSource(classes = {LazyArchive.class, PrototypeArchive.class, MadeArchive.class})
    void aGenericInterfaceWhoseImplementationIsNotKnownYetIsNoMistake(Class<?> configuration) {
        runner.withUserConfiguration(configuration).run(context -> {
            Archive<?> archive = context.getBean(Archive.class);
            assertThat(archive.read("a")).isEqualTo("a1").isEqualTo(archive.read("a"));
        });
    }

    @Test
    void whatAFactoryMadeIsKnownToTheReport() {
        try (LogCapture log = new LogCapture()) {
            runner.withUserConfiguration(MadeArchive.class)
                    .withBean(ArchiveUser.class)
                    .withPropertyValues("kv.store=memory", "kv.cache.caches.archive.ttl=5m")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.INFO)).singleElement().asString().contains("1 operations");
            assertThat(log.ours(Level.WARN)).isEmpty();
        }
    }

    @Test
    void theLogSaysOnceThatTheStoreIsLocal() {
        try (LogCapture log = new LogCapture()) {
            runner.withUserConfiguration(Shop.class)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).singleElement().asString().contains("this process only", "kv.redis.uri");
            assertThat(log.ours(Level.INFO))
                    .singleElement()
                    .asString()
                    .contains("memory store in this process (nothing configured), 3 operations");
            assertThat(log.text()).doesNotContain("not eligible for");
        }
    }

    @Test
    void aChosenMemoryStoreIsNoWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.store=memory")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN)).isEmpty();
        }
    }

    @Test
    void onRedisTheLogNamesWhatWouldBeLostOrShared() {
        try (LogCapture log = new LogCapture()) {
            runner.withUserConfiguration(Shop.class)
                    .withPropertyValues("kv.redis.uri=redis://user:geheim@localhost:1/2")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.INFO).get(0))
                    .contains("redis store at localhost:1 (kv.redis), 3 operations, keys start with kv");
            assertThat(String.join("\n", log.ours(Level.WARN)))
                    .contains("kv.key-prefix or spring.application.name")
                    .contains("@DedupeEvent on ", "Mail.on(String)")
                    .doesNotContain("Mail.send(String)");
            assertThat(log.text()).doesNotContain("geheim");
        }
    }

    @Test
    void aNameThatMatchesNothingIsAWarning() {
        try (LogCapture log = new LogCapture()) {
            runner.withUserConfiguration(Shop.class)
                    .withPropertyValues(
                            "kv.store=memory",
                            "kv.cache.caches.cataloge.ttl=5m",
                            "kv.cache.caches.catalogue.ttl=5m",
                            "kv.rate-limit.limits.none.limit=5",
                            "kv.dedupe.consumers.none.ttl=1d",
                            "kv.idempotency.operations.mail.ttl=1d",
                            "kv.idempotency.operations.none.ttl=1d")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .containsExactlyInAnyOrder(
                            "kv.cache.caches.cataloge matches no annotation of this application",
                            "kv.rate-limit.limits.none matches no annotation of this application",
                            "kv.dedupe.consumers.none matches no annotation of this application",
                            "kv.idempotency.operations.none matches no annotation of this application");
        }
    }

    @Test
    void promisesAcrossProcessesNeedADecisionOnACloudPlatform() {
        assertThat(Contexts.refusal(runner.withUserConfiguration(Shop.class), ON_KUBERNETES))
                .startsWith("No Redis is configured, but this is KUBERNETES and @")
                .endsWith("promises something across processes."
                        + " Set kv.redis.uri, or set kv.store=memory to accept this.");
        assertThat(Contexts.refusal(runner.withUserConfiguration(Shop.class), ON_KUBERNETES, "kv.store=memory"))
                .isEqualTo("started");
        assertThat(Contexts.refusal(runner.withUserConfiguration(Limits.class), ON_KUBERNETES))
                .isEqualTo("started");
        assertThat(Contexts.refusal(runner.withUserConfiguration(Shop.class), "spring.main.cloud-platform=none"))
                .isEqualTo("started");
    }

    @Test
    void otherPostProcessorsSeeAllBeans() {
        try (LogCapture log = new LogCapture()) {
            runner.withUserConfiguration(Shop.class, Counting.class).run(context -> {
                assertThat(context).hasNotFailed();
                context.getBean(Catalogue.class).find("a");
                assertThat(context.getBean(Counting.class).stores).hasValue(1);
            });
            assertThat(log.text()).doesNotContain("not eligible for");
        }
    }

    public interface Catalogue {
        String find(String id);
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Catalogue catalogue() {
            return new CountingCatalogue();
        }

        @Bean
        Mail mail() {
            return new Mail();
        }
    }

    public static class CountingCatalogue implements Catalogue {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        @Cached(name = "catalogue", key = "#id")
        public String find(String id) {
            return id + calls.incrementAndGet();
        }
    }

    public static class Mail {

        @Idempotent(name = "mail", key = "#id")
        public void send(String id) {}

        @DedupeEvent(key = "#id")
        public void on(String id) {}
    }

    public interface Archive<T> {

        @Cached(name = "archive", key = "#id")
        T read(String id);
    }

    public static class TextArchive implements Archive<String> {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public String read(String id) {
            return id + calls.incrementAndGet();
        }
    }

    record ArchiveUser(Archive<?> archive) {}

    @Configuration(proxyBeanMethods = false)
    static class LazyArchive {

        @Bean
        @Lazy
        Archive<String> archive() {
            return new TextArchive();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeArchive {

        @Bean
        @Scope("prototype")
        Archive<String> archive() {
            return new TextArchive();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeArchive {

        @Bean
        static FactoryBean<Archive<String>> archive() {
            return new FactoryBean<>() {
                @Override
                public Archive<String> getObject() {
                    return new TextArchive();
                }

                @Override
                public Class<?> getObjectType() {
                    return Archive.class;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Limits {

        @Bean
        Object limited() {
            return new Limited();
        }
    }

    static class Limited {

        @RateLimited(name = "q", limit = 1, window = "1s")
        public void call() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class WrongTtl {

        @Bean
        @Lazy
        Bad bad() {
            return new Bad();
        }

        static class Bad {

            @Cached(key = "#id", ttl = "soon")
            public String find(String id) {
                return id;
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenMistake {

        @Bean
        @Lazy
        Object hidden() {
            return new WrongTtl.Bad();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Counting {

        final AtomicInteger stores = new AtomicInteger();

        @Bean
        static BeanPostProcessor counter(ObjectProvider<Counting> counting) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (name.equals("kvStore")) {
                        counting.getObject().stores.incrementAndGet();
                    }
                    return bean;
                }
            };
        }
    }
}
