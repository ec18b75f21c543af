package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReturnShapeTest {

    record Product(long id) {}

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

    abstract static class Generic<E, F> {

        @Cached
        public E one() {
            throw new IllegalStateException();
        }

        @Cached
        public List<? extends E> some() {
            return List.of();
        }

        @Cached
        public Map<String, List<E>> many() {
            return Map.of();
        }

        @Cached
        public CompletionStage<Optional<F>> later() {
            return new CompletableFuture<>();
        }

        @Cached
        public F[] array() {
            throw new IllegalStateException();
        }
    }

    abstract static class Middle<X> extends Generic<List<X>, X> {}

    static class Products extends Middle<Product> {}

    private static CachedOperation cached(Class<?> type, String method) {
        return Sources.cached(type, method);
    }

    static Stream<Arguments> shapes() {
        String product = Product.class.getName();
        return Stream.of(
                Arguments.of("plain", "PLAIN", product, false),
                Arguments.of("optional", "PLAIN", product, true),
                Arguments.of("stage", "STAGE", product, false),
                Arguments.of("optionalStage", "STAGE", product, true),
                Arguments.of("mono", "MONO", "java.util.List<" + product + ">", false),
                Arguments.of("map", "PLAIN", "java.util.Map<java.lang.String, java.util.List<" + product + ">>", false),
                Arguments.of("primitive", "PLAIN", "int", false));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void returnTypesAreTakenApart(String method, String kind, String type, boolean optional) {
        ReturnShape shape = cached(Shapes.class, method).returns();
        assertThat(shape.kind().name()).isEqualTo(kind);
        assertThat(shape.type().getTypeName()).isEqualTo(type);
        assertThat(shape.optional()).isEqualTo(optional);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one          | java.util.List<Product>
            some         | java.util.List<java.util.List<Product>>
            many         | java.util.Map<java.lang.String, java.util.List<java.util.List<Product>>>
            later        | Product
            array        | Product[]
            """)
    void whatASubclassFixesIsKnownWithItsGenerics(String method, String type) {
        assertThat(cached(Products.class, method).returns().type().getTypeName())
                .isEqualTo(type.replace("Product", Product.class.getName()));
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
                        .all(RateLimitedOperation.class)
                        .get(0)
                        .returns()
                        .kind())
                .returns("FLUX", ReturnKind::name);
    }

    @SuppressWarnings("unused")
    interface Values {
        int number();

        Integer boxed();

        void nothing();

        CompletableFuture<Void> nothingLater();

        List<?> raw();

        Single<String> single();

        Single<Optional<String>> optionalSingle();

        Maybe<String> maybe();

        Completable completable();
    }

    private static ReturnShape shape(String method) throws NoSuchMethodException {
        return ReturnShape.of(Values.class.getDeclaredMethod(method), Values.class, MethodDrivers.kinds());
    }

    @Test
    void primitiveIsNeverNullAndVoidIsNoValue() throws Exception {
        assertThat(shape("number").isNeverNull()).isTrue();
        assertThat(shape("boxed").isNeverNull()).isFalse();
        assertThat(shape("nothing").isNeverNull()).isFalse();
        assertThat(shape("nothing").isVoid()).isTrue();
        assertThat(shape("nothingLater").isVoid()).isTrue();
        assertThat(shape("number").isVoid()).isFalse();
        assertThat(shape("raw").rawType()).isEqualTo(List.class);
    }

    @Test
    void valueThatIsNoOptionalIsLeftAsItIs() {
        assertThat(cached(Shapes.class, "optional").returns().unwrap(Optional.empty()))
                .isNull();
        assertThat(cached(Shapes.class, "plain").returns().unwrap(Optional.of("a")))
                .isEqualTo(Optional.of("a"));
    }

    @Test
    void adaptedTypeSaysItselfWhetherItMayBeEmpty() throws Exception {
        assertThat(shape("single").kind()).returns("ADAPTED", ReturnKind::name);
        assertThat(shape("single").isNeverNull()).isTrue();
        assertThat(shape("optionalSingle").isNeverNull()).isFalse();
        assertThat(shape("maybe").isNeverNull()).isFalse();
        assertThat(shape("completable").isVoid()).isTrue();
    }
}
