package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.InvalidateOperation;
import io.kvkit.spring.cached.UpdateOperation;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.annotation.AliasFor;

class OperationSourceTest {

    record Product(long id) {}

    @Cached(name = "products", ttl = "1h")
    @Retention(RetentionPolicy.RUNTIME)
    @interface CachedProduct {

        @AliasFor(annotation = Cached.class, attribute = "key")
        String by() default "";
    }

    @CachedProduct(by = "#id")
    @Retention(RetentionPolicy.RUNTIME)
    @interface CachedById {}

    static class Defaults {

        @Cached
        public Product defaults(long id) {
            return new Product(id);
        }

        @Cached(name = "short", ttl = "10s")
        public Product shortTtl(long id) {
            return new Product(id);
        }
    }

    static class Shop {

        @Cached(value = "by-alias", ttl = "${shop.ttl:5m}", nullTtl = "${shop.null-ttl}")
        public Product placeholders(long id) {
            return new Product(id);
        }

        @CachedProduct(by = "#id")
        public Product meta(long id) {
            return new Product(id);
        }

        @CachedById
        public Product metaOfMeta(long id) {
            return new Product(id);
        }

        @CacheInvalidate(name = "products", key = "#id")
        @CacheInvalidate(name = "lists", key = "'all'", beforeInvocation = true)
        @CacheUpdate(name = "products", key = "#id", result = "#price")
        @CacheUpdate(name = "prices", key = "#id", result = "#price", ttl = "3m")
        public void change(long id, Object price) {}

        public void plain() {}
    }

    interface Catalog {

        @Cached(name = "catalog", key = "#sku")
        Product find(String sku);

        @Cached(name = "catalog-own", ttl = "1m")
        Product own(String sku);
    }

    static class StoredCatalog implements Catalog {

        @Override
        public Product find(String other) {
            return new Product(1);
        }

        @Override
        @Cached(name = "catalog-own", ttl = "2m")
        public Product own(String sku) {
            return new Product(1);
        }
    }

    interface Quotas {

        @RateLimited(name = "theirs", limit = 1, window = "1s")
        @RateLimited(name = "all", limit = 9, window = "1s")
        void call();
    }

    static class OwnQuotas implements Quotas {

        @Override
        @RateLimited(name = "own", limit = 2, window = "1s")
        public void call() {}
    }

    static class InheritedQuotas implements Quotas {

        @Override
        public void call() {}
    }

    interface Repository<T, K> {

        @Cached(name = "repository", key = "#key")
        T load(K key);

        @Cached(name = "repository-list")
        List<T> all();
    }

    static class ProductRepository implements Repository<Product, Long> {

        @Override
        public Product load(Long key) {
            return new Product(key);
        }

        @Override
        public List<Product> all() {
            return List.of();
        }
    }

    private static CachedOperation cached(Class<?> type, String method) {
        return Sources.cached(type, method);
    }

    @Test
    void unsetAttributesHaveTheirBuiltInValues() {
        CachedOperation cached = cached(Defaults.class, "defaults");
        assertThat(cached.name()).isEqualTo("Defaults.defaults");
        assertThat(cached.named()).isFalse();
        assertThat(cached.enabled()).isTrue();
        assertThat(cached.settings().life().ttlMillis())
                .isEqualTo(Duration.ofMinutes(10).toMillis());
        assertThat(cached.settings().life().nullTtlMillis())
                .isEqualTo(Duration.ofSeconds(30).toMillis());
        assertThat(cached.settings().loading().leaseMillis())
                .isEqualTo(Duration.ofSeconds(10).toMillis());
        assertThat(cached.settings().loading().maxWaitMillis())
                .isEqualTo(Duration.ofSeconds(10).toMillis());
        assertThat(cached.condition()).isSameAs(Condition.ALWAYS);
        assertThat(cached.unless()).isSameAs(Condition.NEVER);
    }

    @Test
    void nullIsNotKeptLongerThanValuesByDefault() {
        assertThat(cached(Defaults.class, "shortTtl").settings().life().nullTtlMillis())
                .isEqualTo(Duration.ofSeconds(10).toMillis());
    }

    @Test
    void placeholdersAreResolvedAndValueIsAnAlias() {
        OperationSource source = Sources.with(Areas.unset(), Map.of("shop.null-ttl", "0s", "shop.ttl", "7m"));
        CachedOperation cached = Sources.cached(source, Shop.class, "placeholders");
        assertThat(cached.name()).isEqualTo("by-alias");
        assertThat(cached.named()).isTrue();
        assertThat(cached.settings().life().ttlMillis())
                .isEqualTo(Duration.ofMinutes(7).toMillis());
        assertThat(cached.settings().life().nullTtlMillis()).isZero();
    }

    private static OperationSource shop() {
        return Sources.with(Areas.unset(), Map.of("shop.null-ttl", "0s"));
    }

    @Test
    void annotationsOnAnnotationsAreMerged() {
        for (String method : List.of("meta", "metaOfMeta")) {
            CachedOperation cached = Sources.cached(shop(), Shop.class, method);
            assertThat(cached.name()).isEqualTo("products");
            assertThat(cached.settings().life().ttlMillis())
                    .isEqualTo(Duration.ofHours(1).toMillis());
            assertThat(cached.key().expression()).isEqualTo("#id");
        }
    }

    @Test
    void repeatedAnnotationsKeepTheirOrder() {
        Operations change = shop().find(Sources.method(Shop.class, "change"), Shop.class);
        assertThat(change.only(CachedOperation.class)).isNull();
        assertThat(change.all(InvalidateOperation.class))
                .extracting(InvalidateOperation::name, InvalidateOperation::beforeInvocation)
                .containsExactly(tuple("products", false), tuple("lists", true));
        assertThat(change.all(UpdateOperation.class))
                .extracting(UpdateOperation::name)
                .containsExactly("products", "prices");
    }

    @Test
    void anUpdateWritesAsTheCachedMethodOfItsNameReads() {
        Operations change = shop().find(Sources.method(Shop.class, "change"), Shop.class);
        UpdateOperation.Shape shared =
                change.all(UpdateOperation.class).get(0).shape().get();
        assertThat(shared.type()).isEqualTo(Product.class);
        assertThat(shared.settings().life().ttlMillis())
                .isEqualTo(Duration.ofHours(1).toMillis());
        UpdateOperation.Shape alone =
                change.all(UpdateOperation.class).get(1).shape().get();
        assertThat(alone.type()).isEqualTo(Object.class);
        assertThat(alone.settings().life().ttlMillis())
                .isEqualTo(Duration.ofMinutes(3).toMillis());
        assertThat(change.all(UpdateOperation.class)
                        .get(0)
                        .value()
                        .value(Sources.call(Shop.class, "change", 1L, 99), null))
                .isEqualTo(99);
    }

    @Test
    void methodsWithoutAnnotationsHaveNoOperations() {
        assertThat(shop().find(Sources.method(Shop.class, "plain"), Shop.class)).isSameAs(Operations.NONE);
        assertThat(shop().find(Sources.method(Object.class, "hashCode"), Shop.class)
                        .isEmpty())
                .isTrue();
        assertThat(shop().find(Sources.method(String.class, "length"), String.class))
                .isSameAs(Operations.NONE);
    }

    @Test
    void annotationsOfInterfacesAreInheritedWithTheirParameterNames() {
        CachedOperation cached = cached(StoredCatalog.class, "find");
        assertThat(cached.name()).isEqualTo("catalog");
        assertThat(cached.key().id(Sources.call(StoredCatalog.class, "find", "s-1")))
                .isEqualTo("s-1");
    }

    @Test
    void aMethodsOwnAnnotationTakesThePlaceOfItsInterfaces() {
        assertThat(cached(StoredCatalog.class, "own").settings().life().ttlMillis())
                .isEqualTo(Duration.ofMinutes(2).toMillis());
    }

    @Test
    void oneOwnAnnotationTakesThePlaceOfAllInheritedOnes() {
        assertThat(Sources.operations(OwnQuotas.class, "call").all(RateLimitedOperation.class))
                .extracting(RateLimitedOperation::name)
                .containsExactly("own");
        assertThat(Sources.operations(InheritedQuotas.class, "call").all(RateLimitedOperation.class))
                .extracting(RateLimitedOperation::name)
                .containsExactly("theirs", "all");
    }

    @Test
    void interfaceMethodsFindTheOperationsOfTheirImplementation() {
        OperationSource source = Sources.plain();
        Operations byInterface = source.find(Sources.method(Catalog.class, "own"), StoredCatalog.class);
        assertThat(byInterface).isSameAs(source.find(Sources.method(StoredCatalog.class, "own"), StoredCatalog.class));
        assertThat(byInterface).isSameAs(source.find(Sources.method(Catalog.class, "own"), StoredCatalog.class));
    }

    @Test
    void proxiesHaveTheOperationsOfTheirInterfaces() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Catalog.class}, (self, method, arguments) -> null);
        CachedOperation cached = Objects.requireNonNull(Sources.plain()
                .find(Sources.method(Catalog.class, "find"), proxy.getClass())
                .only(CachedOperation.class));
        assertThat(cached.site().type()).isEqualTo(Catalog.class);
    }

    static class Shop$$SpringCGLIB$$0 extends Defaults {}

    @Test
    void subclassesThatSpringMakesHaveTheOperationsOfTheirClass() {
        OperationSource source = Sources.plain();
        assertThat(source.of(Shop$$SpringCGLIB$$0.class))
                .hasSize(2)
                .allSatisfy(operation -> assertThat(operation.site().type()).isEqualTo(Defaults.class));
        assertThat(source.find(Sources.method(Defaults.class, "defaults"), Shop$$SpringCGLIB$$0.class)
                        .all(CachedOperation.class))
                .hasSize(1);
        assertThat(source.find(Sources.method(Defaults.class, "defaults"), null).all(CachedOperation.class))
                .hasSize(1);
    }

    @Test
    void aClassHasOperationsOrNone() {
        OperationSource source = Sources.plain();
        assertThat(source.validate(Defaults.class)).isTrue();
        assertThat(source.validate(Product.class)).isFalse();
        assertThat(source.of(Product.class)).isEmpty();
        assertThat(source.of(Defaults.class)).extracting(Operation::name).contains("Defaults.defaults", "short");
    }

    static class Tenants {

        @Cached(scope = "TENANT")
        public String own(long id) {
            return "";
        }
    }

    @Test
    void aTenantIsNeededByScopesOfTenants() {
        OperationSource source = new OperationSource(Areas.unset(), text -> text, new StaticListableBeanFactory());
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source.validate(Tenants.class))
                .withMessageContaining("KvTenantResolver");
        assertThat(Sources.plain().validate(Tenants.class)).isTrue();
    }

    @Test
    void anInterfaceAndItsImplementationAreOneOperation() {
        OperationSource source = Sources.plain();
        source.validate(Catalog.class);
        source.validate(StoredCatalog.class);
        assertThat(source.registry().size()).isEqualTo(2);
    }

    @Test
    void typeParametersAreFixedByTheClassOfTheBean() throws NoSuchMethodException {
        OperationSource source = Sources.plain();
        CachedOperation load = Objects.requireNonNull(
                source.find(Repository.class.getMethod("load", Object.class), ProductRepository.class)
                        .only(CachedOperation.class));
        assertThat(load.returns().type()).isEqualTo(Product.class);
        assertThat(load.site().method().isBridge()).isFalse();
        CachedOperation all = Sources.cached(source, ProductRepository.class, "all");
        assertThat(all.returns().type().getTypeName()).isEqualTo("java.util.List<" + Product.class.getName() + ">");
    }
}
