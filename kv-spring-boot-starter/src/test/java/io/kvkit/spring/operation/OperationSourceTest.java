package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.operation.ReturnShape.Kind;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
        public void change(long id, int price) {}

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

    static class Shapes {

        @Cached
        public Product plain() {
            return new Product(1);
        }

        @Cached
        public Optional<Product> optional() {
            return Optional.empty();
        }

        @Cached
        public CompletionStage<Product> stage() {
            return new CompletableFuture<>();
        }

        @Cached
        public CompletableFuture<Optional<Product>> optionalStage() {
            return new CompletableFuture<>();
        }

        @Cached
        public Mono<List<Product>> mono() {
            return Mono.empty();
        }

        @Cached
        public Map<String, List<Product>> map() {
            return Map.of();
        }

        @Cached
        public int primitive() {
            return 1;
        }
    }

    static class Streams {

        @RateLimited(limit = 1, window = "1s")
        public Flux<Product> flux() {
            return Flux.empty();
        }
    }

    static class Listener {

        @DedupeEvent(key = "#event")
        public void on(String event) {}

        @DedupeEvent(name = "named", key = "#event", duplicateResult = "'again'", ttl = "1d", lease = "1m")
        public String answer(String event) {
            return event;
        }
    }

    @Controller
    static class Streamed {

        @Idempotent
        @GetMapping("/pay")
        public Flux<String> pay(String order) {
            return Flux.empty();
        }
    }

    @RestController
    static class Payments {

        @DedupeEvent(key = "#event")
        @GetMapping("/hook")
        public void hook(String event) {}

        @Idempotent
        @GetMapping("/pay")
        public String pay(String order) {
            return order;
        }

        @Idempotent(
                value = "transfer",
                key = "#order",
                fingerprint = "#order",
                keyRequired = Idempotent.KeyRequired.NO,
                onStoreFailure = Idempotent.StoreFailure.PROCEED)
        public String transfer(String order) {
            return order;
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
        assertThat(cached.ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(cached.nullTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(cached.lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(cached.maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(cached.condition()).isSameAs(Condition.ALWAYS);
        assertThat(cached.unless()).isSameAs(Condition.NEVER);
    }

    @Test
    void nullIsNotKeptLongerThanValuesByDefault() {
        assertThat(cached(Defaults.class, "shortTtl").nullTtl()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void placeholdersAreResolvedAndValueIsAnAlias() {
        OperationSource source = Sources.with(OperationSettings.NONE, Map.of("shop.null-ttl", "0s", "shop.ttl", "7m"));
        CachedOperation cached = Sources.cached(source, Shop.class, "placeholders");
        assertThat(cached.name()).isEqualTo("by-alias");
        assertThat(cached.named()).isTrue();
        assertThat(cached.ttl()).isEqualTo(Duration.ofMinutes(7));
        assertThat(cached.nullTtl()).isZero();
    }

    private static OperationSource shop() {
        return Sources.with(OperationSettings.NONE, Map.of("shop.null-ttl", "0s"));
    }

    @Test
    void annotationsOnAnnotationsAreMerged() {
        for (String method : List.of("meta", "metaOfMeta")) {
            CachedOperation cached = Sources.cached(shop(), Shop.class, method);
            assertThat(cached.name()).isEqualTo("products");
            assertThat(cached.ttl()).isEqualTo(Duration.ofHours(1));
            assertThat(cached.key().expression()).isEqualTo("#id");
        }
    }

    @Test
    void repeatedAnnotationsKeepTheirOrder() {
        Operations change = shop().find(Sources.method(Shop.class, "change"), Shop.class);
        assertThat(change.cached()).isNull();
        assertThat(change.invalidations())
                .extracting(InvalidateOperation::name, InvalidateOperation::beforeInvocation)
                .containsExactly(tuple("products", false), tuple("lists", true));
        assertThat(change.updates()).extracting(UpdateOperation::name).containsExactly("products", "prices");
    }

    @Test
    void anUpdateWritesAsTheCachedMethodOfItsNameReads() {
        Operations change = shop().find(Sources.method(Shop.class, "change"), Shop.class);
        UpdateOperation.Shape shared = change.updates().get(0).shape().get();
        assertThat(shared.type()).isEqualTo(Product.class);
        assertThat(shared.ttl()).isEqualTo(Duration.ofHours(1));
        UpdateOperation.Shape alone = change.updates().get(1).shape().get();
        assertThat(alone.type()).isEqualTo(Object.class);
        assertThat(alone.ttl()).isEqualTo(Duration.ofMinutes(3));
        assertThat(change.updates().get(0).value().value(Sources.call(Shop.class, "change", 1L, 99), null))
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
        assertThat(cached(StoredCatalog.class, "own").ttl()).isEqualTo(Duration.ofMinutes(2));
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
                .cached());
        assertThat(cached.site().type()).isEqualTo(Catalog.class);
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
                        .cached());
        assertThat(load.returns().type()).isEqualTo(Product.class);
        assertThat(load.site().method().isBridge()).isFalse();
        CachedOperation all = Sources.cached(source, ProductRepository.class, "all");
        assertThat(all.returns().type().getTypeName()).isEqualTo("java.util.List<" + Product.class.getName() + ">");
    }

    static Stream<Arguments> shapes() {
        String product = Product.class.getName();
        return Stream.of(
                Arguments.of("plain", Kind.PLAIN, product, false),
                Arguments.of("optional", Kind.PLAIN, product, true),
                Arguments.of("stage", Kind.STAGE, product, false),
                Arguments.of("optionalStage", Kind.STAGE, product, true),
                Arguments.of("mono", Kind.MONO, "java.util.List<" + product + ">", false),
                Arguments.of(
                        "map", Kind.PLAIN, "java.util.Map<java.lang.String, java.util.List<" + product + ">>", false),
                Arguments.of("primitive", Kind.PLAIN, "int", false));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void returnTypesAreTakenApart(String method, Kind kind, String type, boolean optional) {
        ReturnShape shape = cached(Shapes.class, method).returns();
        assertThat(shape.kind()).isEqualTo(kind);
        assertThat(shape.type().getTypeName()).isEqualTo(type);
        assertThat(shape.optional()).isEqualTo(optional);
    }

    @Test
    void optionalsAreWrappedAndUnwrapped() {
        ReturnShape shape = cached(Shapes.class, "optional").returns();
        assertThat(shape.wrap(null)).isEqualTo(Optional.empty());
        assertThat(shape.unwrap(Optional.of("a"))).isEqualTo("a");
        assertThat(cached(Shapes.class, "plain").returns().wrap("a")).isEqualTo("a");
    }

    @Test
    void limitsWorkOnStreams() {
        assertThat(Sources.operations(Streams.class, "flux")
                        .rateLimits()
                        .get(0)
                        .returns()
                        .kind())
                .isEqualTo(Kind.FLUX);
    }

    @Test
    void listenersWaitAndControllersReject() {
        DedupeOperation listener =
                Objects.requireNonNull(Sources.operations(Listener.class, "on").dedupe());
        assertThat(listener.inProgress()).isEqualTo(DedupeEvent.InProgress.WAIT);
        assertThat(listener.ttl()).isEqualTo(Duration.ofDays(7));
        assertThat(listener.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(listener.onStoreFailure()).isEqualTo(DedupeEvent.StoreFailure.FAIL);
        assertThat(listener.duplicateResult()).isNull();
        assertThat(Objects.requireNonNull(
                                Sources.operations(Payments.class, "hook").dedupe())
                        .inProgress())
                .isEqualTo(DedupeEvent.InProgress.REJECT);
    }

    @Test
    void aDuplicatesResultIsOfTheReturnType() {
        ValuePlan result = Objects.requireNonNull(Objects.requireNonNull(
                        Sources.operations(Listener.class, "answer").dedupe())
                .duplicateResult());
        assertThat(result.value(Sources.call(Listener.class, "answer", "e"), null))
                .isEqualTo("again");
    }

    @Test
    void streamsOfControllersCannotBeReplayed() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Streamed.class))
                .withMessageEndingWith("it returns Flux, and a stream cannot be kept. Return a Mono of a list, as by"
                        + " collectList().");
    }

    @Test
    void controllersTakeTheKeyFromTheHeaderAndOthersFromTheExpression() {
        IdempotentOperation pay =
                Objects.requireNonNull(Sources.operations(Payments.class, "pay").idempotent());
        assertThat(pay.controller()).isTrue();
        assertThat(pay.header()).isEqualTo("Idempotency-Key");
        assertThat(pay.keyRequired()).isTrue();
        assertThat(pay.key().scope()).isEqualTo("PRINCIPAL");
        assertThat(pay.fingerprint()).isNull();
        assertThat(pay.ttl()).isEqualTo(Duration.ofHours(24));
        assertThat(pay.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(pay.onStoreFailure()).isEqualTo(Idempotent.StoreFailure.FAIL);
        IdempotentOperation transfer = Objects.requireNonNull(
                Sources.operations(Payments.class, "transfer").idempotent());
        assertThat(transfer.controller()).isFalse();
        assertThat(transfer.header()).isNull();
        assertThat(transfer.keyRequired()).isFalse();
        assertThat(transfer.key().scope()).isEmpty();
        assertThat(transfer.onStoreFailure()).isEqualTo(Idempotent.StoreFailure.PROCEED);
        assertThat(Objects.requireNonNull(transfer.fingerprint()).id(Sources.call(Payments.class, "transfer", "o")))
                .isEqualTo("o");
    }
}
