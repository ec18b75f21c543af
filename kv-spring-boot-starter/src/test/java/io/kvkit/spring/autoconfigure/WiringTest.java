package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.KvClient;
import io.kvkit.annotation.KvOrder;
import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.autoconfigure.failure.BadValueFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.KvConfigurationFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.KvPropertyFailureAnalyzer;
import io.kvkit.spring.autoconfigure.failure.UnknownPropertyFailureAnalyzer;
import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.RedisSettings;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.intercept.KvAdvisor;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.store.KvStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.javapoet.ClassName;

@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class WiringTest {

    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void ordersAreThoseOfTheAnnotationsUnlessMoved() {
        runner.run(context -> assertThat(
                        orders(context.getBeansOfType(KvAdvisor.class).values().toArray(KvAdvisor[]::new)))
                .containsExactly(
                        KvOrder.RATE_LIMITED,
                        KvOrder.DEDUPE_EVENT,
                        KvOrder.IDEMPOTENT,
                        KvOrder.CACHE_WRITE,
                        KvOrder.CACHED));
        runner.withPropertyValues(
                        "kv.cache.order=500", "kv.rate-limit.order=1", "kv.dedupe.order=2", "kv.idempotency.order=3")
                .run(context -> assertThat(orders(
                                context.getBeansOfType(KvAdvisor.class).values().toArray(KvAdvisor[]::new)))
                        .containsExactly(1, 2, 3, 400, 500));
    }

    @Test
    void theDefaultsOfTheOrdersAreThoseOfTheConstants() {
        runner.run(context -> {
            KvProperties properties = context.getBean(KvProperties.class);
            assertThat(properties.cache().order()).isEqualTo(KvOrder.CACHED);
            assertThat(properties.dedupe().order()).isEqualTo(KvOrder.DEDUPE_EVENT);
            assertThat(properties.idempotency().order()).isEqualTo(KvOrder.IDEMPOTENT);
            assertThat(properties.rateLimit().order()).isEqualTo(KvOrder.RATE_LIMITED);
        });
    }

    @Test
    void partsOfTheApplicationAreTaken() {
        Codec codec = new JacksonCodec();
        Timer timer = Timer.system("own");
        StageDriver driver = new StageDriver(Runnable::run);
        runner.withBean("codec", Codec.class, () -> codec)
                .withBean("timer", Timer.class, () -> timer)
                .withBean("driver", StageDriver.class, () -> driver)
                .run(context -> {
                    assertThat(context.getBean(Codec.class)).isSameAs(codec);
                    assertThat(context.getBean(Timer.class)).isSameAs(timer);
                    assertThat(context.getBean(StageDriver.class)).isSameAs(driver);
                    assertThat(context).hasSingleBean(Recipes.class);
                });
    }

    @Test
    void theClientUsesTheStoreAndThePrefix() {
        runner.withPropertyValues("kv.key-prefix=my shop").run(context -> {
            KvClient client = context.getBean(KvClient.class);
            assertThat(client).isNotNull();
            assertThat(context.getBean(KeyPrefix.class).value()).isEqualTo("my%20shop");
        });
    }

    @Test
    void theStoreOutlivesTheClient() {
        runner.run(context -> {
            context.getBean(KvClient.class).close();
            assertThat(Failures.join(context.getBean(KvStore.class).health()).up())
                    .isTrue();
        });
    }

    @Test
    void settingsReachTheOperations() {
        runner.withPropertyValues("kv.enabled=false", "kv.cache.defaults.ttl=1m")
                .run(context -> {
                    OperationSettings settings = context.getBean(OperationSettings.class);
                    assertThat(settings.enabled()).isFalse();
                    assertThat(settings.areas())
                            .filteredOn(area -> area.area() == CacheArea.CACHE)
                            .singleElement()
                            .satisfies(area -> assertThat(((CacheProperties.Cache) area.defaults()).ttl())
                                    .hasMinutes(1));
                });
    }

    @Test
    void anSslBundleReachesTheSettingsOfLettuce() {
        runner.withPropertyValues(
                        "kv.redis.host=localhost",
                        "kv.redis.ssl.bundle=redis",
                        "spring.ssl.bundle.pem.redis.options.enabled-protocols=TLSv1.3",
                        "spring.ssl.bundle.pem.redis.options.ciphers=TLS_AES_128_GCM_SHA256")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    LettuceSettings settings =
                            settings(context.getBean(KvConnectionDetails.class), context.getBean(KvProperties.class));
                    assertThat(settings.tls()).isNotNull();
                    assertThat(settings.tls().protocols()).containsExactly("TLSv1.3");
                    assertThat(settings.tls().ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
                    assertThat(settings.tls().trust()).isNotNull();
                });
    }

    @Test
    void anUnknownSslBundleStopsTheStart() {
        assertThat(Contexts.refusal(runner, "kv.redis.host=localhost", "kv.redis.ssl.bundle=redis"))
                .isEqualTo("kv.redis.ssl.bundle=redis is no SSL bundle."
                        + " Define spring.ssl.bundle.pem.redis or spring.ssl.bundle.jks.redis.");
        assertThat(Contexts.refusal(
                        runner,
                        "kv.redis.host=localhost",
                        "kv.redis.ssl.bundle=reddis",
                        "spring.ssl.bundle.pem.redis.options.enabled-protocols=TLSv1.3"))
                .isEqualTo("kv.redis.ssl.bundle=reddis is no SSL bundle. Write one of redis,"
                        + " or define spring.ssl.bundle.pem.reddis or spring.ssl.bundle.jks.reddis.");
    }

    @Test
    void tlsIsOnByUriAndOffByWish() {
        runner.withPropertyValues("kv.redis.uri=rediss://localhost")
                .run(context -> assertThat(
                                context.getBean(KvConnectionDetails.class).sslBundle())
                        .isNotNull());
        runner.withPropertyValues("kv.redis.host=localhost")
                .run(context -> assertThat(
                                context.getBean(KvConnectionDetails.class).sslBundle())
                        .isNull());
        runner.withPropertyValues("kv.redis.host=localhost", "kv.redis.ssl.enabled=true")
                .run(context -> assertThat(
                                context.getBean(KvConnectionDetails.class).sslBundle())
                        .isNotNull());
    }

    @Test
    void theRegistrarMakesNoInstanceSupplier() {
        var registry = new DefaultListableBeanFactory();
        new AutoProxyRegistrar(new StandardEnvironment())
                .registerBeanDefinitions(AnnotationMetadata.introspect(WiringTest.class), registry);
        var definition = (RootBeanDefinition) registry.getBeanDefinition(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME);
        assertThat(definition.getInstanceSupplier()).isNull();
    }

    @Test
    void theContextCanBePreparedAheadOfTime() {
        var context = new AnnotationConfigApplicationContext();
        context.register(KvAutoConfiguration.class, KvOperationAutoConfiguration.class);
        var files = new InMemoryGeneratedFiles();
        var generation = new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(WiringTest.class)), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
    }

    @Test
    void allFailureAnalyzersAreRegistered() throws Exception {
        String factories = Files.readString(Path.of(
                KvProperties.class.getResource("/META-INF/spring.factories").toURI()));
        assertThat(factories)
                .contains(
                        UnknownPropertyFailureAnalyzer.class.getName(),
                        BadValueFailureAnalyzer.class.getName(),
                        KvPropertyFailureAnalyzer.class.getName(),
                        KvConfigurationFailureAnalyzer.class.getName());
    }

    @Test
    void anApplicationThatIsToldAWrongNameSaysWhatToWrite(CapturedOutput output) {
        var application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThat(catchThrowable(() -> application.run("--kv.redis.hots=h"))).isNotNull();
        assertThat(output)
                .contains("The property kv.redis.hots does not exist")
                .contains("Did you mean kv.redis.host?");
    }

    private static LettuceSettings settings(KvConnectionDetails details, KvProperties properties) {
        return RedisSettings.of(details, properties.redis(), List.of(), List.of());
    }

    private static List<Integer> orders(KvAdvisor... advisors) {
        return Arrays.stream(advisors).map(KvAdvisor::getOrder).sorted().toList();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
