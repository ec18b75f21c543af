package io.kvkit.spring.autoconfigure.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.spring.autoconfigure.KvProperties;
import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.KvLettuceOptionsCustomizer;
import io.kvkit.spring.autoconfigure.redis.KvLettuceResourcesCustomizer;
import io.kvkit.spring.autoconfigure.redis.RedisSettings;
import io.kvkit.store.KvStore;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Tag("slow")
class StoreChoiceTest {

    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void nothingConfiguredGivesTheMemoryStore() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(KvStore.class).hasSingleBean(KvClient.class);
            assertThat(context.getBean(KvStore.class)).isInstanceOf(InMemoryKvStore.class);
            assertThat(context.getBean(OpenStore.class).description())
                    .isEqualTo(new StoreDescription(
                            StoreProperties.Type.MEMORY, "nothing configured", "this process", false));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv.redis.host=localhost",
                "kv.redis.port=1",
                "kv.redis.uri=redis://localhost:1",
                "spring.data.redis.host=localhost",
                "spring.data.redis.url=redis://localhost:1",
                "kv.store=redis"
            })
    void anAddressOrAWishGivesTheRedisStore(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class));
    }

    @Test
    void aHostOfSpringDataThatIsNoneIsExplained() {
        assertThat(Contexts.refusal(runner, "spring.data.redis.host=h:6379"))
                .isEqualTo("spring.data.redis.host=h:6379 holds a port."
                        + " Write spring.data.redis.host=h and spring.data.redis.port=6379.");
    }

    @Test
    void aWishForMemoryBeatsAnAddress() {
        runner.withPropertyValues("kv.store=memory", "kv.redis.host=localhost").run(context -> {
            assertThat(context.getBean(KvStore.class)).isInstanceOf(InMemoryKvStore.class);
            assertThat(context.getBean(OpenStore.class).description().chosen()).isTrue();
        });
    }

    @Test
    void aWishForRedisWithoutAnAddressMeansThisMachine() {
        runner.withPropertyValues("kv.store=redis")
                .run(context -> assertThat(context.getBean(OpenStore.class).description())
                        .isEqualTo(new StoreDescription(
                                StoreProperties.Type.REDIS, "the default address", "localhost:6379", true)));
    }

    @Test
    void ownPropertiesReplaceThoseOfSpringDataAsAWhole() {
        runner.withPropertyValues(
                        "kv.redis.host=127.0.0.1",
                        "kv.redis.port=1",
                        "spring.data.redis.host=127.0.0.2",
                        "spring.data.redis.password=secret",
                        "spring.data.redis.database=5")
                .run(context -> {
                    KvConnectionDetails details = context.getBean(KvConnectionDetails.class);
                    assertThat(details.topology()).isEqualTo(standalone("127.0.0.1", 1));
                    assertThat(details.password()).isNull();
                    assertThat(details.database()).isZero();
                });
    }

    @Test
    void thePropertiesOfSpringDataAreTakenWithoutTheTimeout() {
        runner.withPropertyValues(
                        "spring.data.redis.url=rediss://user:secret@127.0.0.1:2/5",
                        "spring.data.redis.timeout=60s",
                        "kv.redis.timeout=100ms")
                .run(context -> {
                    KvConnectionDetails details = context.getBean(KvConnectionDetails.class);
                    assertThat(details.topology()).isEqualTo(standalone("127.0.0.1", 2));
                    assertThat(details.username()).isEqualTo("user");
                    assertThat(details.password()).isEqualTo("secret");
                    assertThat(details.database()).isEqualTo(5);
                    assertThat(details.sslBundle()).isNotNull();
                    assertThat(context.getBean(OpenStore.class).description())
                            .isEqualTo(new StoreDescription(
                                    StoreProperties.Type.REDIS, "spring.data.redis", "127.0.0.1:2 with TLS", true));
                    var settings = RedisSettings.of(
                            details, context.getBean(KvProperties.class).redis(), List.of(), List.of());
                    assertThat(settings.timeout()).hasMillis(100);
                });
    }

    @Test
    void anotherDetailsBeanOfSpringDataCountsAsConfigured() {
        runner.withUserConfiguration(OtherDataRedisDetails.class).run(context -> {
            assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class);
            assertThat(context.getBean(KvConnectionDetails.class).topology()).isEqualTo(standalone("127.0.0.1", 7));
            assertThat(context.getBean(OpenStore.class).description().source())
                    .isEqualTo("a DataRedisConnectionDetails bean");
        });
    }

    @Test
    void ownDetailsBeatEverything() {
        runner.withUserConfiguration(OwnDetails.class, OtherDataRedisDetails.class)
                .withPropertyValues("kv.redis.port=1")
                .run(context -> {
                    assertThat(context).hasSingleBean(KvConnectionDetails.class);
                    assertThat(context.getBean(KvConnectionDetails.class).topology())
                            .isEqualTo(standalone("127.0.0.1", 8));
                    assertThat(context.getBean(OpenStore.class).description().source())
                            .isEqualTo("a KvConnectionDetails bean");
                });
    }

    @Test
    void aStoreOfTheApplicationIsTaken() {
        runner.withBean("own", KvStore.class, InMemoryKvStore::new)
                .withPropertyValues("kv.redis.host=localhost")
                .run(context -> {
                    assertThat(context).hasSingleBean(KvStore.class).hasBean("own");
                    assertThat(context).doesNotHaveBean(OpenStore.class);
                });
    }

    @Test
    void aClientOfTheApplicationIsTaken() {
        KvClient own = KvClient.builder().build();
        runner.withBean("own", KvClient.class, () -> own)
                .run(context -> assertThat(context.getBean(KvClient.class)).isSameAs(own));
    }

    @Test
    void redisWithoutLettuceStopsTheStart() {
        assertThat(Contexts.refusal(
                        runner.withClassLoader(new FilteredClassLoader(RedisClient.class)), "kv.store=redis"))
                .isEqualTo("The store is redis, but Lettuce is not on the class path."
                        + " Add io.lettuce:lettuce-core, or set kv.store=memory.");
    }

    @Test
    void memoryNeedsNeitherLettuceNorSpringData() {
        Contexts.bare()
                .withClassLoader(new FilteredClassLoader("io.lettuce", "org.springframework.boot.data.redis"))
                .run(context -> assertThat(context.getBean(KvStore.class)).isInstanceOf(InMemoryKvStore.class));
    }

    @Test
    void redisNeedsNoSpringData() {
        Contexts.bare()
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.data.redis", "org.springframework.data"))
                .withPropertyValues("kv.redis.host=localhost")
                .run(context -> assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv.redis.cluster.nodes=127.0.0.1:1,127.0.0.1:2",
                "spring.data.redis.cluster.nodes=127.0.0.1:1,127.0.0.1:2"
            })
    void nodesOfAClusterMakeARedisStore(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class);
            assertThat(context.getBean(KvConnectionDetails.class).topology())
                    .hasToString("Cluster at [127.0.0.1:1, 127.0.0.1:2]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv.redis.replicated.nodes=127.0.0.1:1,127.0.0.1:2",
                "spring.data.redis.masterreplica.nodes=127.0.0.1:1,127.0.0.1:2"
            })
    void primaryAndItsReplicasMakeARedisStore(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class);
            assertThat(context.getBean(KvConnectionDetails.class).topology())
                    .hasToString("Primary among [127.0.0.1:1, 127.0.0.1:2]");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv.redis", "spring.data.redis"})
    void sentinelsMakeARedisStoreAndKeepTheirOwnCredentials(String root) {
        runner.withPropertyValues(
                        root + ".sentinel.master=m",
                        root + ".sentinel.nodes=127.0.0.1:1",
                        root + ".sentinel.username=watcher",
                        root + ".sentinel.password=geheim",
                        root + ".password=secret")
                .run(context -> {
                    assertThat(context.getBean(KvStore.class)).isInstanceOf(ResilientKvStore.class);
                    KvConnectionDetails details = context.getBean(KvConnectionDetails.class);
                    assertThat(details.topology()).hasToString("Sentinel m at [127.0.0.1:1]");
                    assertThat(details.password()).isEqualTo("secret");
                    assertThat(details.sentinelUsername()).isEqualTo("watcher");
                    assertThat(details.sentinelPassword()).isEqualTo("geheim");
                });
    }

    @Test
    void databaseOfAClusterStopsTheStart() {
        assertThat(Contexts.refusal(runner, "kv.redis.cluster.nodes=a:1", "kv.redis.database=1"))
                .isEqualTo("Database 1 is set, but a Redis Cluster has database 0 only."
                        + " Remove the number of the database.");
    }

    @Test
    void credentialsWithoutTheirAddressStopTheStart() {
        assertThat(Contexts.refusal(runner, "spring.data.redis.host=h", "kv.redis.password=geheim"))
                .isEqualTo("kv.redis.password is set without an address, while the address comes from"
                        + " spring.data.redis. Set kv.redis.host too, because kv.redis replaces the other as a whole,"
                        + " or remove kv.redis.password.");
    }

    @Test
    void customizersAreCalledInTheirOrder() {
        runner.withUserConfiguration(Customizers.class)
                .withPropertyValues("kv.redis.port=1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Customizers.class).calls.get())
                            .contains(" first second")
                            .contains(" resources");
                });
    }

    private static RedisTopology standalone(String host, int port) {
        return new RedisTopology.Standalone(new RedisTopology.Address(host, port));
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherDataRedisDetails {

        @Bean
        DataRedisConnectionDetails details() {
            return new DataRedisConnectionDetails() {
                @Override
                public Standalone getStandalone() {
                    return Standalone.of("127.0.0.1", 7);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {

        @Bean
        KvConnectionDetails own() {
            return () -> standalone("127.0.0.1", 8);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final AtomicReference<String> calls = new AtomicReference<>("");

        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        KvLettuceOptionsCustomizer second() {
            return options -> calls.updateAndGet(before -> before + " second");
        }

        @Bean
        @Order(1)
        KvLettuceOptionsCustomizer first() {
            return options -> calls.updateAndGet(before -> before + " first");
        }

        @Bean
        KvLettuceResourcesCustomizer resources() {
            return resources -> calls.updateAndGet(before -> before + " resources");
        }
    }
}
