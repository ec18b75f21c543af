package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.cached.InvalidateOperation.Reach;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;

/** What annotations of caches say about each other. */
class CacheParserTest {

    record Product(long id) {}

    static class Shop {

        @Cached(name = "products", key = "#id", ttl = "2m")
        public Product product(long id) {
            return new Product(id);
        }

        @Cached(name = "plain", key = "#id")
        public Product plain(long id) {
            return new Product(id);
        }

        @Cached(name = "ruled", key = "#id", tags = "'a'", unless = "#result == null")
        public Product ruled(long id) {
            return new Product(id);
        }
    }

    static class Changes {

        @CacheInvalidate(name = "products", allEntries = true)
        public void all() {}

        @CacheInvalidate(name = "tagged", tags = "'a'")
        public void tags() {}

        @CacheInvalidate(name = "plain", key = "#id")
        public void one(long id) {}

        @CacheUpdate(name = "products", key = "#id", ttl = "9s")
        public Product update(long id) {
            return new Product(id);
        }

        @CacheUpdate(name = "plain", key = "#id")
        public Product plainUpdate(long id) {
            return new Product(id);
        }

        @CacheUpdate(name = "alone", key = "#result.id")
        public Product alone(long id) {
            return new Product(id);
        }

        @CacheUpdate(name = "scoped", key = "#id", scope = "#result.id")
        public Product scoped(long id) {
            return new Product(id);
        }

        @CacheUpdate(name = "tagged", key = "#id", tags = "'a'")
        public Product taggedUpdate(long id) {
            return new Product(id);
        }
    }

    private static OperationSource source(Map<String, String> properties) {
        CacheProperties bound = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kv.cache", CacheProperties.class);
        return Sources.with(new OperationSettings(true, MethodDrivers.kinds(), List.of(bound.settings())));
    }

    private final OperationSource source = source(Map.of());

    private InvalidateOperation invalidation(String method) {
        return source.find(Sources.method(Changes.class, method), Changes.class)
                .all(InvalidateOperation.class)
                .get(0);
    }

    private UpdateOperation update(String method) {
        return source.find(Sources.method(Changes.class, method), Changes.class)
                .all(UpdateOperation.class)
                .get(0);
    }

    @Test
    void aCacheIsTaggedIfAnyAnnotationOfItsNameRemovesMoreThanOneEntry() {
        CachedOperation products = Sources.cached(source, Shop.class, "product");
        CachedOperation plain = Sources.cached(source, Shop.class, "plain");
        assertThat(products.settings().tagged()).as("not read yet").isFalse();
        assertThat(Sources.cached(source, Shop.class, "ruled").settings().tagged())
                .isTrue();
        source.validate(Changes.class);
        assertThat(products.settings().tagged()).isTrue();
        assertThat(plain.settings().tagged()).isFalse();
        assertThat(Sources.cached(source(Map.of("kv.cache.caches.plain.tagged", "true")), Shop.class, "plain")
                        .settings()
                        .tagged())
                .isTrue();
    }

    @Test
    void anInvalidationReachesOneEntryThoseOfTagsOrAll() {
        assertThat(invalidation("all").reach()).isEqualTo(Reach.ALL);
        assertThat(invalidation("tags").reach()).isEqualTo(Reach.TAGS);
        assertThat(invalidation("one").reach()).isEqualTo(Reach.KEY);
        assertThat(invalidation("one").traits()).containsOnlyKeys("scope");
        assertThat(invalidation("all").traits()).isEmpty();
        assertThat(CacheArea.isTagged(invalidation("all"), "products")).isTrue();
        assertThat(CacheArea.isTagged(invalidation("all"), "other")).isFalse();
        assertThat(CacheArea.isTagged(invalidation("one"), "plain")).isFalse();
        assertThat(CacheArea.isTagged(update("taggedUpdate"), "tagged")).isTrue();
        assertThat(CacheArea.isTagged(update("update"), "products")).isFalse();
    }

    @Test
    void anUpdateWritesAsItsCacheReadsExceptForItsOwnTtl() {
        source.validate(Shop.class);
        source.validate(Changes.class);
        CacheSettings settings = update("update").shape().get().settings();
        assertThat(settings.life().ttlMillis()).isEqualTo(9_000);
        assertThat(settings.tagged()).isTrue();
        assertThat(update("plainUpdate").shape().get().settings())
                .isEqualTo(Sources.cached(source, Shop.class, "plain").settings());
        assertThat(update("taggedUpdate").shape().get().settings().tagged()).isTrue();
        assertThat(update("taggedUpdate").shape().get().settings().life().ttlMillis())
                .isEqualTo(Duration.ofMinutes(10).toMillis());
    }

    @Test
    void anUpdateWithoutACacheBehavesAsThePropertiesOfItsNameSay() {
        assertThat(update("alone").shape().get().settings().tagged()).isFalse();
        OperationSource named = source(Map.of("kv.cache.caches.alone.tagged", "true"));
        assertThat(named.find(Sources.method(Changes.class, "alone"), Changes.class)
                        .all(UpdateOperation.class)
                        .get(0)
                        .shape()
                        .get()
                        .settings()
                        .tagged())
                .isTrue();
    }

    @Test
    void aKeyOfTheResultIsKnownAfterTheCallOnly() {
        assertThat(update("alone").keyOfResult()).isTrue();
        assertThat(update("scoped").keyOfResult()).isTrue();
        assertThat(update("plainUpdate").keyOfResult()).isFalse();
    }

    static class Streamed {

        @CacheUpdate(name = "n", key = "#id", result = "'x'")
        public Flux<String> m(long id) {
            return Flux.empty();
        }
    }

    static class Waited {

        @CacheInvalidate(name = "n", key = "#id", beforeInvocation = true)
        public Future<String> m(long id) {
            return CompletableFuture.completedFuture("");
        }
    }

    @Test
    void whatNobodyDrivesOrIsNoValueIsRefused() {
        assertRefused(Streamed.class, "it returns Flux");
        assertRefused(Waited.class, "it returns Future");
    }

    @Test
    void formatsAreThoseOfTheCacheOfTheName() {
        OperationSource named = source(Map.of("kv.cache.caches.plain.codec", "smile"));
        InvalidateOperation one = named.find(Sources.method(Changes.class, "one"), Changes.class)
                .all(InvalidateOperation.class)
                .get(0);
        assertThat(one.format().get().codec()).isEqualTo("smile");
        assertThat(invalidation("tags").format().get().isPlain()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"kv.cache.enabled, false", "kv.cache.caches.plain.enabled, false", "kv.cache.caches.other.enabled, true"
    })
    void cachesAreSwitchedOffTogetherOrByName(String property, boolean enabled) {
        OperationSource named = source(Map.of(property, "false"));
        assertThat(Sources.cached(named, Shop.class, "plain").enabled()).isEqualTo(enabled);
        assertThat(named.find(Sources.method(Changes.class, "one"), Changes.class)
                        .all(InvalidateOperation.class)
                        .get(0)
                        .enabled())
                .isEqualTo(enabled);
        assertThat(named.find(Sources.method(Changes.class, "plainUpdate"), Changes.class)
                        .all(UpdateOperation.class)
                        .get(0)
                        .enabled())
                .isEqualTo(enabled);
    }

    @Test
    void onlyExpressionsAboutResultsAreRules() {
        assertThat(Sources.cached(source, Shop.class, "plain").hasRules()).isFalse();
        assertThat(Sources.cached(source, Shop.class, "ruled").hasRules()).isTrue();
    }

    static class KeyAndAll {

        @CacheInvalidate(name = "n", key = "#id", allEntries = true)
        public void m(long id) {}
    }

    static class KeyAndTags {

        @CacheInvalidate(name = "n", key = "#id", tags = "'a'")
        public void m(long id) {}
    }

    static class AllAndTags {

        @CacheInvalidate(name = "n", allEntries = true, tags = "'a'")
        public void m(long id) {}
    }

    static class ScopeAndAll {

        @CacheInvalidate(name = "n", allEntries = true, scope = "PRINCIPAL")
        public void m(long id) {}
    }

    static class Nothing {

        @CacheInvalidate(name = "n")
        public void m(long id) {}
    }

    static class TtlAndExpression {

        @Cached(ttl = "1m", ttlExpression = "'1m'")
        public String m(long id) {
            return "";
        }
    }

    static class LifeIsNumber {

        @Cached(ttlExpression = "#id")
        public String m(long id) {
            return "";
        }
    }

    static class LifeIsList {

        @Cached(ttlExpression = "{1}")
        public String m(long id) {
            return "";
        }
    }

    private void assertRefused(Class<?> type, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .as(type.getSimpleName())
                .isThrownBy(() -> source.validate(type))
                .withMessageContaining(message);
    }

    @Test
    void contradictionsAreRefused() {
        assertRefused(KeyAndAll.class, "@CacheInvalidate(allEntries) on");
        assertRefused(KeyAndAll.class, "it is set together with key.");
        assertRefused(KeyAndTags.class, "@CacheInvalidate(tags) on");
        assertRefused(KeyAndTags.class, "it is set together with key.");
        assertRefused(AllAndTags.class, "it is set together with tags.");
        assertRefused(ScopeAndAll.class, "tags and allEntries reach all scopes. Remove it.");
        assertRefused(Nothing.class, "it is required. Write the key of the @Cached method");
        assertRefused(TtlAndExpression.class, "ttl is set too. Set one of them.");
        assertRefused(LifeIsNumber.class, "it is a number, so its unit is missing.");
        assertRefused(LifeIsList.class, "it is List and not a duration.");
    }

    static class Lives {

        @Cached(name = "lives", ttlExpression = "#life")
        public String m(Object life) {
            return "";
        }
    }

    private long life(Object value) {
        return Objects.requireNonNull(Sources.cached(source, Lives.class, "m").life())
                .millis(Sources.call(Lives.class, "m", value), "result");
    }

    @Test
    void aResultSaysHowLongItLives() {
        assertThat(life(Duration.ofSeconds(2))).isEqualTo(2_000);
        assertThat(life("3s")).isEqualTo(3_000);
        assertThat(life("0")).isZero();
        assertThat(life(null)).isZero();
        assertThat(life(Duration.ofDays(36_525)))
                .isEqualTo(Duration.ofDays(36_525).toMillis());
    }

    @Test
    void whatIsNoLifeIsAFailure() {
        for (Object wrong : new Object[] {
            "3", 3, "soon", Duration.ofMillis(-1), Duration.ofDays(36_525).plusMillis(1)
        }) {
            assertThatExceptionOfType(KvExpressionException.class)
                    .as(String.valueOf(wrong))
                    .isThrownBy(() -> life(wrong));
        }
    }
}
