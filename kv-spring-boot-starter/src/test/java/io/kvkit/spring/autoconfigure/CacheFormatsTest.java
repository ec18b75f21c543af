package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.call.Failures;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.KvListener;
import io.kvkit.spring.KvTenantResolver;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the entries of a cache are stored: codecs, compression, seals, and the start of their keys. */
@Tag("slow")
class CacheFormatsTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final String[] KEYS = {"kv.cache.keys[0].id=a", "kv.cache.keys[0].secret=" + SECRET};

    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues("kv.store=memory", "kv.key-prefix=shop")
            .withBean(Items.class);

    record Item(String name, int stock) {}

    static class Items {

        final AtomicInteger loads = new AtomicInteger();

        @Cached(name = "items", key = "#id")
        public Item item(String id) {
            return new Item(id + " " + "long ".repeat(500), loads.incrementAndGet());
        }

        @CacheInvalidate(name = "items", key = "#id")
        public void change(String id) {}

        @CacheUpdate(name = "items", key = "#id")
        public Item replace(String id) {
            return new Item("replaced", 0);
        }
    }

    static class Sealed {

        @CacheInvalidate(name = "patients", key = "#id")
        public void change(String id) {}

        @Cached(name = "patients", key = "#id", sealed = true)
        public Item patient(String id) {
            return new Item("ill", 1);
        }

        @Cached(name = "tenants", key = "#id", sealed = true, scope = "TENANT")
        public Item ofTenant(String id) {
            return new Item("ill", 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCodec {

        @Bean(defaultCandidate = false)
        Codec reversed() {
            return new Codec() {

                private final Codec json = new JacksonCodec();

                @Override
                public byte[] encode(Object value, Type type) {
                    return reverse(json.encode(value, type));
                }

                @Override
                public Object decode(byte[] bytes, Type type) {
                    return json.decode(reverse(bytes), type);
                }

                private byte[] reverse(byte[] bytes) {
                    return new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1))
                            .reverse()
                            .toString()
                            .getBytes(StandardCharsets.ISO_8859_1);
                }
            };
        }
    }

    private static List<String> keys(KvStore store) {
        return Failures.join(store.scan("", 100)).stream().sorted().toList();
    }

    private static void assertCaches(Items items) {
        Item first = items.item("1");
        assertThat(items.item("1")).isEqualTo(first);
        items.change("1");
        assertThat(items.item("1").stock()).isEqualTo(first.stock() + 1);
        items.replace("1");
        assertThat(items.item("1")).isEqualTo(new Item("replaced", 0));
    }

    private String stored(String... properties) {
        StringBuilder found = new StringBuilder();
        runner.withUserConfiguration(OwnCodec.class)
                .withPropertyValues(properties)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertCaches(context.getBean(Items.class));
                    context.getBean(Items.class).item("2");
                    Key key = Namespace.of("shop", "cache", "items", Key.Retention.EVICTABLE)
                            .key("2");
                    byte[] bytes = Failures.join(context.getBean(KvStore.class).get(key));
                    found.append(new String(Objects.requireNonNull(bytes), StandardCharsets.ISO_8859_1));
                    assertThat(context.getBean(KvClient.class)
                                    .cache("items", Item.class)
                                    .get("2"))
                            .isNotNull();
                });
        return found.toString();
    }

    @Test
    void codecIsThatOfTheProperty() {
        assertThat(stored()).contains("{\"name\":\"2 long long");
        assertThat(stored("kv.cache.caches.items.codec=json")).contains("{\"name\":\"2 long long");
        assertThat(stored("kv.cache.caches.items.codec=smile")).contains(":)\n").contains("2 long long");
        assertThat(stored("kv.cache.defaults.codec=reversed")).contains("gnol gnol 2\":\"eman\"{");
    }

    @Test
    void longResultsAreCompressed() {
        assertThat(stored("kv.cache.caches.items.compression=lz4")).hasSizeLessThan(200);
        assertThat(stored("kv.cache.defaults.compression=lz4", "kv.cache.caches.items.compression=none"))
                .hasSizeGreaterThan(2_000);
    }

    @Test
    void otherCodecIsAMissThatIsRepaired() {
        List<CacheEvent.Outcome> outcomes = new CopyOnWriteArrayList<>();
        KvListener listener = event -> {
            if (event instanceof CacheEvent told) {
                outcomes.add(told.outcome());
            }
        };
        runner.withPropertyValues("kv.cache.caches.items.codec=smile")
                .withBean(KvListener.class, () -> listener)
                .run(context -> {
                    KvStore store = context.getBean(KvStore.class);
                    byte[] json = stored().getBytes(StandardCharsets.ISO_8859_1);
                    Key key = Namespace.of("shop", "cache", "items", Key.Retention.EVICTABLE)
                            .key("2");
                    Failures.join(store.set(key, json, Ttl.NONE));
                    assertThat(context.getBean(Items.class).item("2").stock()).isEqualTo(1);
                    context.getBean(Items.class).item("2");
                    assertThat(outcomes)
                            .containsExactly(
                                    CacheEvent.Outcome.CORRUPT, CacheEvent.Outcome.MISS, CacheEvent.Outcome.HIT);
                });
    }

    @Test
    void sealedEntriesShowNothing() {
        runner.withPropertyValues(KEYS)
                .withPropertyValues("kv.cache.caches.items.sealed=true")
                .run(context -> {
                    assertCaches(context.getBean(Items.class));
                    assertThat(keys(context.getBean(KvStore.class)))
                            .singleElement()
                            .asString()
                            .matches("shop:cache:items:sha256~[0-9a-f]{64}");
                    assertThat(context.getBean(KvClient.class)
                                    .cache("items", Item.class)
                                    .get("1"))
                            .isEqualTo(new Item("replaced", 0));
                });
    }

    @Test
    void annotationSealsForAllWhoChangeTheCache() {
        runner.withPropertyValues(KEYS)
                .withBean(Sealed.class)
                .withBean(KvTenantResolver.class, () -> () -> null)
                .run(context -> {
                    Sealed sealed = context.getBean(Sealed.class);
                    sealed.patient("1");
                    assertThat(keys(context.getBean(KvStore.class))).hasSize(1);
                    sealed.change("1");
                    assertThat(keys(context.getBean(KvStore.class))).isEmpty();
                    assertThat(sealed.ofTenant("1")).isEqualTo(new Item("ill", 1));
                    assertThat(keys(context.getBean(KvStore.class))).isEmpty();
                });
    }

    @Test
    void tenantsDoNotShareSealedEntries() {
        String[] tenant = {"one"};
        runner.withPropertyValues(KEYS)
                .withBean(Sealed.class)
                .withBean(KvTenantResolver.class, () -> () -> tenant[0])
                .run(context -> {
                    Sealed sealed = context.getBean(Sealed.class);
                    sealed.ofTenant("1");
                    tenant[0] = "two";
                    sealed.ofTenant("1");
                    assertThat(keys(context.getBean(KvStore.class)))
                            .hasSize(2)
                            .allMatch(key -> key.startsWith("shop:cache:tenants:sha256~"));
                });
    }

    @Test
    void beanBeatsTheKeysOfTheProperties() {
        KvKeyring keyring = KvKeyring.builder().key("bean", new byte[32]).build();
        runner.withPropertyValues("kv.cache.caches.items.sealed=true")
                .withBean(KvKeyring.class, () -> keyring)
                .run(context -> assertCaches(context.getBean(Items.class)));
    }

    @Test
    void twoServicesShareACache() {
        runner.withPropertyValues("kv.cache.caches.items.shared-prefix=all").run(context -> {
            assertCaches(context.getBean(Items.class));
            assertThat(keys(context.getBean(KvStore.class))).containsExactly("all:cache:items:1");
            assertThat(context.getBean(KvClient.class)
                            .cache("items", Item.class)
                            .get("1"))
                    .isEqualTo(new Item("replaced", 0));
        });
    }

    @Test
    void mistakesFailTheStart() {
        assertThat(Contexts.refusal(runner, "kv.cache.caches.items.codec=kryo"))
                .contains("codec", "kryo", "there is no bean of type Codec with this name");
        assertThat(Contexts.refusal(runner, "kv.cache.caches.items.codec=bytes"))
                .contains("the method returns " + Item.class.getName() + ", and not byte[]");
        assertThat(Contexts.refusal(runner, "kv.cache.caches.items.sealed=true"))
                .isEqualTo("kv.cache.caches.items.sealed=true, but there are no keys. Set kv.cache.keys, or define a"
                        + " bean of type KvKeyring.");
        assertThat(Contexts.refusal(runner.withBean(Sealed.class).withBean(KvTenantResolver.class, () -> () -> null)))
                .contains("sealed", "there are no keys", Sealed.class.getName());
        assertThat(Contexts.refusal(runner, "kv.cache.caches.items.shared-prefix=a:b"))
                .contains("kv.cache.caches.items.shared-prefix=a:b cannot be the start of a key");
    }

    /** Runs in a class loader without the libraries. */
    static final class Absent implements UnaryOperator<String> {

        @Override
        public String apply(String property) {
            ApplicationContextRunner runner = Contexts.runner()
                    .withClassLoader(getClass().getClassLoader())
                    .withPropertyValues("kv.store=memory")
                    .withBean(Items.class);
            return Contexts.refusal(runner, property);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            kv.cache.caches.items.codec=smile, tools.jackson.dataformat:jackson-dataformat-smile
            kv.cache.defaults.codec=cbor,      tools.jackson.dataformat:jackson-dataformat-cbor
            kv.cache.caches.items.compression=lz4, at.yawk.lz4:lz4-java
            kv.cache.defaults.compression=zstd, com.github.luben:zstd-jni""")
    @SuppressWarnings("unchecked")
    void absentLibraryFailsTheStart(String property, String library) throws Exception {
        try (WithoutLibraries loader =
                new WithoutLibraries("tools.jackson.dataformat.", "net.jpountz.", "com.github.")) {
            Constructor<?> absent = loader.loadClass(Absent.class.getName()).getDeclaredConstructor();
            absent.setAccessible(true);
            assertThat(((UnaryOperator<String>) absent.newInstance()).apply(property))
                    .startsWith(property)
                    .contains("the library " + library + " is not on the class path");
        }
    }

    @Test
    void mistakesInKeysShowNoSecret() {
        String id = "kv.cache.keys[0].id=a";
        assertThat(Contexts.refusal(runner, id)).startsWith("kv.cache.keys[0].secret is missing.");
        assertThat(Contexts.refusal(runner, "kv.cache.keys[0].secret=" + SECRET))
                .startsWith("kv.cache.keys[0].id is missing.");
        for (String secret : List.of("QUJDRA==", "VE9QU0VDUkVU")) {
            assertThat(Contexts.refusal(runner, id, "kv.cache.keys[0].secret=" + secret))
                    .startsWith("kv.cache.keys[0].secret has ")
                    .contains(" bits. Write 256 random bits in Base64")
                    .doesNotContain(secret);
        }
        assertThat(Contexts.refusal(runner, id, "kv.cache.keys[0].secret=top secret!"))
                .startsWith("kv.cache.keys[0].secret is not Base64.")
                .doesNotContain("top");
        assertThat(Contexts.refusal(
                        runner, KEYS[0], KEYS[1], "kv.cache.keys[1].id=a", "kv.cache.keys[1].secret=" + OTHER))
                .startsWith("kv.cache.keys[1].id=a: Two keys have the id")
                .doesNotContain(OTHER);
        runner.withPropertyValues(KEYS)
                .run(context -> assertThat(context.getBean(KvProperties.class).toString())
                        .contains("SealingKey[id=a]")
                        .doesNotContain(SECRET));
    }
}
