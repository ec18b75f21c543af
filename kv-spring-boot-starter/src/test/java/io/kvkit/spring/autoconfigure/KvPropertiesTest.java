package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.spring.ratelimited.LiveLimits;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

@Tag("slow")
class KvPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void nothingSetGivesTheDefaults() {
        runner.run(context -> {
            KvProperties properties = context.getBean(KvProperties.class);
            assertThat(properties.enabled()).isTrue();
            assertThat(properties.store()).isNull();
            assertThat(properties.redis().timeout()).isEqualTo(Duration.ofMillis(250));
            assertThat(properties.redis().hasAddress()).isFalse();
            assertThat(properties.memory().maxEntries()).isEqualTo(100_000);
            assertThat(properties.cache().defaults().ttl()).isEqualTo(Duration.ofMinutes(10));
            assertThat(properties.idempotency().defaults().header()).isEqualTo("Idempotency-Key");
            assertThat(properties.web().problem().enabled()).isTrue();
        });
    }

    @Test
    void yamlReachesTheSettingsOfOperations() throws Exception {
        String yaml = """
            kv:
              cache:
                caches:
                  products: {ttl: 1m, null-ttl: 0s}
                  "[ProductService.find]": {enabled: false}
                  my_cache: {ttl: 2h}
              idempotency:
                operations:
                  payments: {key-required: no, lease: 1m}
              rate-limit:
                trusted-proxies: [10.0.0.0/8, "::1"]
                limits:
                  search:
                    bands:
                      - {limit: 10, window: 1s}
                      - {limit: 1000, window: 1d, algorithm: fixed-window}
                  exports: {limit: 100, calendar: month, zone: Europe/Berlin}
            """;
        var source = new YamlPropertySourceLoader()
                .load("yaml", new ByteArrayResource(yaml.getBytes("UTF-8")))
                .get(0);
        runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source))
                .run(context -> {
                    KvProperties settings = context.getBean(KvProperties.class);
                    assertThat(settings.cache().settings().byName())
                            .containsOnlyKeys("products", "ProductService.find", "my_cache");
                    assertThat(settings.cache()
                                    .settings()
                                    .byName()
                                    .get("products")
                                    .nullTtl())
                            .isZero();
                    assertThat(settings.cache()
                                    .settings()
                                    .byName()
                                    .get("ProductService.find")
                                    .enabled())
                            .isFalse();
                    assertThat(settings.idempotency()
                                    .settings()
                                    .byName()
                                    .get("payments")
                                    .keyRequired())
                            .isFalse();
                    assertThat(settings.rateLimit()
                                    .settings()
                                    .byName()
                                    .get("search")
                                    .bands())
                            .extracting(band -> band.limit(), band -> band.algorithm())
                            .containsExactly(tuple(10, null), tuple(1000, Algorithm.FIXED_WINDOW));
                    assertThat(new LiveLimits(settings.rateLimit(), () -> null, () -> null)
                                    .settings("exports")
                                    .meter()
                                    .bands())
                            .containsExactly(Band.calendar(
                                    100, new CalendarWindow(CalendarWindow.Unit.MONTH, ZoneId.of("Europe/Berlin"))));
                    assertThat(context.getBean(KvProperties.class).rateLimit().trustedProxies())
                            .isEqualTo(List.of("10.0.0.0/8", "::1"));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kv.redis.timeout=0s             | kv.redis.timeout=0s is not a positive time. Write a positive time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.redis.timeout=-5s            | kv.redis.timeout=-5s is not a positive time. Write a positive time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.redis.connect-timeout=10us   | kv.redis.connect-timeout=10000ns is not a positive time. Write a positive time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.cache.defaults.ttl=0ms       | kv.cache.defaults.ttl=0s is not a positive time. Write a positive time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.cache.caches.p.null-ttl=-1ms | kv.cache.caches.p.null-ttl=-1ms is negative. Write 0s or a time with a unit, such as 250ms, 10s or 5m.
            kv.dedupe.defaults.ttl=99999d   | kv.dedupe.defaults.ttl=8639913600s is too long. Write at most 36525d.
            kv.dedupe.consumers.b.lease=0s  | kv.dedupe.consumers.b.lease=0s is not a positive time. Write a positive time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.cache.caches.p.ttl=60        | kv.cache.caches.p.ttl=60: the unit is missing. Write 60s for seconds or 60ms for milliseconds.
            kv.redis.timeout=5              | kv.redis.timeout=5: the unit is missing. Write 5s for seconds or 5ms for milliseconds.
            kv.cache.defaults.max-wait=${nothing:3} | kv.cache.defaults.max-wait=3: the unit is missing. Write 3s for seconds or 3ms for milliseconds.
            kv.cache.defaults.null-ttl=10us | kv.cache.defaults.null-ttl=10000ns is shorter than a millisecond. Write 0s, or 1ms or more.
            kv.rate-limit.limits.q.window=4000d | kv.rate-limit.limits.q.window=345600000s: it is longer than 10 years. Write a shorter one, as in 365d.
            kv.redis.host=redis://u:p@h     | kv.redis.host is a URI. Write it as kv.redis.uri, or the name alone.
            kv.redis.host=h:6379            | kv.redis.host=h:6379 holds a port. Write kv.redis.host=h and kv.redis.port=6379.
            kv.redis.host=[::1]:6379        | kv.redis.host=[::1]:6379 holds a port. Write kv.redis.host=[::1] and kv.redis.port=6379.
            kv.redis.host=u@h               | kv.redis.host is neither a host name nor an IP address. Write one, such as redis-1 or 10.1.2.3.
            kv.redis.host=h/0               | kv.redis.host is neither a host name nor an IP address. Write one, such as redis-1 or 10.1.2.3.
            kv.redis.host=                  | kv.redis.host is blank. Write the name of the server, or remove it.
            kv.redis.sentinel.master=       | kv.redis.sentinel.master is blank. Write the name under which the Sentinels know the primary, or remove it.
            kv.redis.port=0                 | kv.redis.port=0 is out of range. Write a number from 1 to 65535.
            kv.redis.database=-1            | kv.redis.database=-1 is out of range. Write a number from 0 up.
            kv.memory.max-entries=0         | kv.memory.max-entries=0 is out of range. Write a number from 1 up.
            kv.rate-limit.limits.q.limit=0  | kv.rate-limit.limits.q.limit=0: it is not above zero. Write 1 or more.
            kv.redis.cluster.nodes=redis-1  | kv.redis.cluster.nodes[0]=redis-1 is not the address of a node. Write host:port, such as redis-1:6379.
            kv.redis.replicated.nodes=redis | kv.redis.replicated.nodes[0]=redis is not the address of a node. Write host:port, such as redis-1:6379.
            kv.redis.sentinel.nodes=a:x     | kv.redis.sentinel.nodes[0]=a:x is not the address of a node. Write host:port, such as redis-1:6379.
            kv.rate-limit.trusted-proxies=x | kv.rate-limit.trusted-proxies[0]=x is neither an address nor a network. Write an IP address such as 10.1.2.3, or a network such as 10.0.0.0/8.
            kv.rate-limit.trusted-proxies=10.0.0.1/8 | kv.rate-limit.trusted-proxies[0]=10.0.0.1/8 is an address inside of a network. Write the network, 10.0.0.0/8, or the address, 10.0.0.1.
            kv.rate-limit.trusted-proxies=fd00::1/8 | kv.rate-limit.trusted-proxies[0]=fd00::1/8 is an address inside of a network. Write the network, fd00:0:0:0:0:0:0:0/8, or the address, fd00:0:0:0:0:0:0:1.
            kv.web.problem.type-base=errors/ | kv.web.problem.type-base=errors/ is not an absolute URI. Write one with its scheme, such as https://example.org/errors/ or urn:example:.
            kv.web.problem.type-base=        | kv.web.problem.type-base= is not an absolute URI. Write one with its scheme, such as https://example.org/errors/ or urn:example:.
            kv.web.problem.type-base=a b:c   | kv.web.problem.type-base=a b:c is not an absolute URI. Write one with its scheme, such as https://example.org/errors/ or urn:example:.
            kv.web.problem.help-uri=docs/keys | kv.web.problem.help-uri=docs/keys is not an absolute URI. Write one with its scheme, such as https://example.org/errors/ or urn:example:.
            kv.idempotency.max-request-size=10 | kv.idempotency.max-request-size=10: the unit is missing. Write 10MB or 10KB, or 10B for bytes.
            kv.cache.caches.p.ttl=           | kv.cache.caches.p.ttl is empty. Write a value, or remove it.
            kv.cache.defaults.ttl=           | kv.cache.defaults.ttl is empty. Write a value, or remove it.
            kv.idempotency.max-request-size= | kv.idempotency.max-request-size is empty. Write a value, or remove it.
            kv.rate-limit.limits.q.limit=    | kv.rate-limit.limits.q.limit is empty. Write a value, or remove it.
            kv.dedupe.defaults.in-progress=  | kv.dedupe.defaults.in-progress is empty. Write a value, or remove it.
            kv.cache.defaults.ttl=${nothing:} | kv.cache.defaults.ttl is empty. Write a value, or remove it.
            kv.cache.defaults.jitter=100%    | kv.cache.defaults.jitter=100% is not below 100%. Write a percentage below 100%, as in 5%, or a number below 1, as in 0.05.
            kv.cache.caches.p.jitter=often   | kv.cache.caches.p.jitter=often is not a share. Write a percentage below 100%, as in 5%, or a number below 1, as in 0.05.
            kv.cache.caches.p.stale-if-error=-1s | kv.cache.caches.p.stale-if-error=-1s is negative. Write 0s or a time with a unit, such as 250ms, 10s or 5m.
            kv.cache.defaults.retry-pause=1  | kv.cache.defaults.retry-pause=1: the unit is missing. Write 1s for seconds or 1ms for milliseconds.
            kv.cache.caches.c=5m             | kv.cache.caches.c is a map of settings, and not a single value. Its settings are enabled, ttl, null-ttl, jitter, lease, max-wait, stale-while-revalidate, stale-if-error, retry-pause, early-refresh, soft-timeout, hard-timeout, codec, compression, sealed, shared-prefix, near, near-size, max-staleness, share, tagged, type: write kv.cache.caches.c. and the one that you mean.
            kv.cache.caches=5m               | kv.cache.caches is a map of settings, and not a single value. Write names of your own below it, and the settings of each below its name.
            kv.cache.defaults=5m             | kv.cache.defaults is a map of settings, and not a single value. Its settings are ttl, null-ttl, jitter, lease, max-wait, stale-while-revalidate, stale-if-error, retry-pause, early-refresh, soft-timeout, hard-timeout, codec, compression, near, near-size, max-staleness: write kv.cache.defaults. and the one that you mean.
            kv.rate-limit.limits.q.bands=5   | kv.rate-limit.limits.q.bands is a list of settings, and not a single value. Write the settings of each element below kv.rate-limit.limits.q.bands[0], kv.rate-limit.limits.q.bands[1] and so on.
            kv.store=                        | kv.store is empty. Write a value, or remove it.
            kv.redis.ssl.enabled=            | kv.redis.ssl.enabled is empty. Write a value, or remove it.
            kv.web.problem.help-uri=         | kv.web.problem.help-uri is empty. Write a value, or remove it.
            kv.idempotency.defaults.header=A B | kv.idempotency.defaults.header=A B is not the name of a header. Write one such as Idempotency-Key.
            kv.redis.username=u             | kv.redis.username is set without kv.redis.password. Set kv.redis.password too.
            kv.stores.caches.redis.database=1   | kv.stores.caches does not say where records are kept. Set kv.stores.caches.redis.uri, or kv.stores.caches.type=memory.
            kv.stores.caches.redis.host=h:6379  | kv.stores.caches.redis.host=h:6379 holds a port. Write kv.stores.caches.redis.host=h and kv.stores.caches.redis.port=6379.
            kv.stores.caches.redis.uri=redis://h?a=b | kv.stores.caches.redis.uri has options behind the database. Leave them out and use kv.stores.caches.redis.timeout, kv.stores.caches.redis.client-name and so on.
            kv.stores.caches.redis.timeout=5    | kv.stores.caches.redis.timeout=5: the unit is missing. Write 5s for seconds or 5ms for milliseconds.
            kv.stores.caches.memory.max-entries=0 | kv.stores.caches.memory.max-entries=0 is out of range. Write a number from 1 up.
            kv.stores.default.type=memory       | kv.stores.default is not the name of a further store. Configure the default store with kv.redis or kv.store, or write another name.
            kv.stores[a.b].type=memory          | kv.stores.a.b is not the name of a further store. Write up to 64 letters, digits, hyphens and underscores.
            kv.stores.caches=redis              | kv.stores.caches is a map of settings, and not a single value. Its settings are type, redis, memory: write kv.stores.caches. and the one that you mean.
            """)
    void aValueThatCannotBeMeantStopsTheStart(String property, String message) {
        assertThat(Contexts.refusal(runner, property)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kv.redis.timeout=soon           | is not a time. Write a time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.redis.timeout=NaN            | is not a time. Write a time with a unit, such as 250ms, 10s, 5m or 7d.
            kv.redis.port=x                 | is not a number. Write a whole number.
            kv.store=reddis                 | is not a known value. Write one of redis, memory.
            kv.stores.caches.type=reddis    | is not a known value. Write one of redis, memory.
            kv.enabled=ja                   | is not true or false. Write true or false.
            kv.web.problem.help-uri=a b     | is not a URI. Write one as https://example.org/docs.
            kv.idempotency.max-request-size=big | is not a size. Write a size with a unit, such as 512KB or 10MB.
            kv.dedupe.defaults.in-progress=drop | is not a known value. Write one of wait, reject.
            """)
    void aValueOfAnotherTypeStopsTheStart(String property, String message) {
        assertThat(Contexts.refusal(runner, property)).startsWith(property).endsWith(message);
    }

    @Test
    void aUriBesideItsPartsStopsTheStart() {
        assertThat(Contexts.refusal(
                        runner, "kv.redis.uri=redis://:geheim@h", "kv.redis.host=h", "kv.redis.password=geheim"))
                .isEqualTo("kv.redis.uri is set beside kv.redis.host, kv.redis.password."
                        + " Write either kv.redis.uri with everything in it, or the parts without it.");
    }

    @Test
    void aUriThatEncryptsAndASwitchThatDoesNotStopTheStart() {
        assertThat(Contexts.refusal(runner, "kv.redis.uri=rediss://:geheim@h", "kv.redis.ssl.enabled=false"))
                .isEqualTo("kv.redis.uri starts with rediss:// and kv.redis.ssl.enabled is false. Write redis:// for a"
                        + " connection that is not encrypted, or remove kv.redis.ssl.enabled.");
    }

    @Test
    void aMasterWithoutSentinelsStopsTheStart() {
        assertThat(Contexts.refusal(runner, "kv.redis.host=h", "kv.redis.sentinel.master=m"))
                .startsWith("kv.redis.sentinel.master is set beside an address that is not that of Sentinels. ");
    }

    @ParameterizedTest
    @CsvSource({"-1MB,-1048576B", "0,0B"})
    void aSizeThatIsNotAboveZeroStopsTheStart(String size, String shown) {
        assertThat(Contexts.refusal(runner, "kv.idempotency.max-request-size=" + size))
                .isEqualTo("kv.idempotency.max-request-size=" + shown + " is not above zero."
                        + " Write a size with a unit, such as 512KB or 10MB.");
    }

    @ParameterizedTest
    @CsvSource({"*", "a*b", "a**", "a b"})
    void aNameOfAHeaderThatIsNoneStopsTheStart(String header) {
        assertThat(Contexts.refusal(runner, "kv.idempotency.not-recorded-headers=" + header))
                .startsWith("kv.idempotency.not-recorded-headers[0]=" + header + " is not the name of a header. ");
    }

    @Test
    void twoAddressesStopTheStart() {
        assertThat(Contexts.refusal(runner, "kv.redis.host=h", "kv.redis.cluster.nodes=a:1"))
                .startsWith("kv.redis has more than one address. Write only one of kv.redis.uri, ");
    }

    @Test
    void bandsBesideALimitStopTheStart() {
        assertThat(Contexts.refusal(
                        runner,
                        "kv.rate-limit.limits.q.limit=5",
                        "kv.rate-limit.limits.q.bands[0].limit=5",
                        "kv.rate-limit.limits.q.bands[0].window=1s"))
                .isEqualTo("kv.rate-limit.limits.q has bands beside limit, window or burst."
                        + " Write either bands, or one limit with its window.");
        assertThat(Contexts.refusal(runner, "kv.rate-limit.limits.q.bands[0].limit=5"))
                .isEqualTo("kv.rate-limit.limits.q.bands[0] is not complete. Write limit and window for each band.");
    }

    @ParameterizedTest
    @CsvSource({
        "redis:/nohost",
        "http://h:1",
        "redis://h/abc",
        "'redis://u:geheim@ h'",
        "redis://:geheim@h?timeout=1s",
        "redis-sentinel://geheim@h#m"
    })
    void aBadUriStopsTheStartAndIsNotShown(String uri) {
        assertThat(Contexts.refusal(runner, "kv.redis.uri=" + uri))
                .startsWith("kv.redis.uri ")
                .doesNotContain("geheim")
                .doesNotStartWith("not explained");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kv.stor=redis                   | The property kv.stor does not exist | Did you mean kv.store?
            kv.redis.url=redis://x          | The property kv.redis.url does not exist | Did you mean kv.redis.uri?
            kv.redis.adress=x               | The property kv.redis.adress does not exist | Known under kv.redis: uri, host, port,
            kv.cache.caches.p.tll=5m        | The property kv.cache.caches.p.tll does not exist | Did you mean kv.cache.caches.p.ttl?
            kv.cache.ttl=5m                 | The property kv.cache.ttl does not exist | Did you mean kv.cache.defaults.ttl?
            kv.dedupe.consumer.b.ttl=5m     | The property kv.dedupe.consumer.b.ttl does not exist | Did you mean kv.dedupe.consumers.b.ttl?
            kv.cache.cache.products.ttl=5m  | The property kv.cache.cache.products.ttl does not exist | Did you mean kv.cache.caches.products.ttl?
            kv.rate-limit.limit.q.bands[0].window=1s | The property kv.rate-limit.limit.q.bands[0].window does not exist | Did you mean kv.rate-limit.limits.q.bands[0].window?
            kv.cache.caches.A.find.ttl=5m   | The property kv.cache.caches.a.find.ttl does not exist | A name with dots goes into brackets: write kv.cache.caches.[A.find].ttl
            kv.rate-limit.limits.q.bands[0].widow=1s | The property kv.rate-limit.limits.q.bands[0].widow does not exist | Did you mean kv.rate-limit.limits.q.bands[0].window?
            """)
    void anUnknownNameStopsTheStartWithASuggestion(String property, String description, String mend) {
        assertThat(Contexts.refusal(runner, property)).startsWith(description).contains(mend);
    }

    @Test
    void theValueOfAnUnknownNameIsNotShown() {
        assertThat(Contexts.refusal(runner, "kv.redis.pasword=geheim"))
                .contains("Did you mean kv.redis.password?")
                .doesNotContain("geheim");
    }

    @Test
    void timesWithoutAUnitAreRefusedWhereverTheyAreWritten() {
        String mend = ": the unit is missing. Write 60s for seconds or 60ms for milliseconds.";
        assertThat(Contexts.refusal(
                        runner, "kv.rate-limit.limits.q.bands[0].limit=5", "kv.rate-limit.limits.q.bands[0].window=60"))
                .isEqualTo("kv.rate-limit.limits.q.bands[0].window=60" + mend);
        assertThat(Contexts.refusal(withEnvironment(Map.of("KV_CACHE_CACHES_PRODUCTS_NULLTTL", "60"))))
                .isEqualTo("kv.cache.caches.products.null-ttl=60" + mend);
    }

    @Test
    void zeroNeedsNoUnitWhereItIsAllowed() {
        runner.withPropertyValues("kv.cache.defaults.null-ttl=0")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void timesOfOthersAreLeftAlone() {
        runner.withPropertyValues("spring.data.redis.timeout=60")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void hostsOfEveryKindAreHosts() {
        for (String host : List.of("redis-1", "redis.example.org", "10.1.2.3", "::1", "fe80::1%eth0", "my_redis")) {
            runner.withPropertyValues("kv.redis.host=" + host)
                    .run(context -> assertThat(context).as(host).hasNotFailed());
        }
    }

    @Test
    void environmentVariablesOfOthersAreLeftAlone() {
        withEnvironment(Map.of("KV_TEST_REDIS_URI", "redis://h:1", "KV_PORT", "tcp://10.0.0.1:80", "KV_WHATEVER", "1"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void environmentVariablesThatAreOursAreBound() {
        withEnvironment(Map.of("KV_REDIS_URI", "redis://h:1", "KV_CACHE_CACHES_PRODUCTS_NULLTTL", "3s"))
                .run(context -> {
                    KvProperties properties = context.getBean(KvProperties.class);
                    assertThat(properties.redis().uri()).isEqualTo("redis://h:1");
                    assertThat(properties.cache().caches().get("products").nullTtl())
                            .isEqualTo(Duration.ofSeconds(3));
                });
    }

    @Test
    void aServiceLinkOfKubernetesIsNamedAsWhatItIs() {
        assertThat(Contexts.refusal(withEnvironment(Map.of("KV_REDIS_PORT", "tcp://10.0.0.1:6379"))))
                .contains("kv.redis.port=tcp://10.0.0.1:6379")
                .endsWith("rename the Service, or set enableServiceLinks: false for the pod.");
    }

    @Test
    void theTextOfThePropertiesShowsNoSecret() {
        runner.withPropertyValues("kv.redis.host=h", "kv.redis.password=geheim", "kv.redis.sentinel.password=geheim")
                .run(context -> assertThat(context.getBean(KvProperties.class).toString())
                        .contains("h")
                        .doesNotContain("geheim"));
        runner.withPropertyValues("kv.redis.uri=redis://:geheim@h")
                .run(context -> assertThat(context.getBean(KvProperties.class).toString())
                        .doesNotContain("geheim"));
    }

    private ApplicationContextRunner withEnvironment(Map<String, Object> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new HashMap<>(variables))));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KvProperties.class)
    static class Bound {

        @Bean
        static DurationUnits units() {
            return new DurationUnits();
        }
    }
}
