package io.kvkit.spring.operation;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Cache annotations that do not fit their method. */
class CacheMistakesTest {

    @Refused("@Cached on HERE.m(long): it returns ResponseEntity, which is a response and not a value. Return what is"
            + " in it.")
    static class CachedResponse {

        @Cached
        public Mono<ResponseEntity<String>> m(long id) {
            return Mono.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value.")
    static class VoidCached {

        @Cached
        public void m(long id) {}
    }

    @Refused("@Cached on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value.")
    static class VoidMonoCached {

        @Cached
        public Mono<Void> m(long id) {
            return Mono.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns Flux, and a stream cannot be kept. Return a Mono of a "
            + "list, for example with collectList().")
    static class FluxCached {

        @Cached
        public Flux<String> m(long id) {
            return Flux.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns Future. Return a CompletableFuture.")
    static class FutureCached {

        @Cached
        public Future<String> m(long id) {
            throw new IllegalStateException();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns Stream, which is read once only. Return a list or an " + "array.")
    static class StreamCached {

        @Cached
        public Stream<String> m(long id) {
            return Stream.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns T, so the type of a stored result is not known. Return a "
            + "class, or fix the type parameter in the class of the bean.")
    static class VariableCached {

        @Cached
        public <T> T m(long id) {
            throw new IllegalStateException();
        }
    }

    @Refused("@Cached on HERE.m(Class): it returns java.util.List<T>, so the type of a stored result is not known. "
            + "Return a class, or fix the type parameter in the class of the bean.")
    static class ListOfVariableCached {

        @Cached(key = "#type.name")
        public <T> List<T> m(Class<T> type) {
            return List.of();
        }
    }

    @Refused("@Cached on HERE.m(Class): it returns reactor.core.publisher.Mono<java.util.Map<java.lang.String, T[]>>,"
            + " so the type of a stored result is not known. Return a class, or fix the type parameter in the"
            + " class of the bean.")
    static class MapOfVariableCached {

        @Cached(key = "#type.name")
        public <T> Mono<Map<String, T[]>> m(Class<T> type) {
            return Mono.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns java.lang.Object, so the type of a stored result is not known. Return"
            + " a class, or fix the type parameter in the class of the bean.")
    static class ObjectCached {

        @Cached
        public Object m(long id) {
            return "";
        }
    }

    @Refused("@Cached on HERE.m(long): it returns java.util.Optional, so the type of a stored result is not known."
            + " Return a class, or fix the type parameter in the class of the bean.")
    static class RawOptionalCached {

        @Cached
        @SuppressWarnings("rawtypes")
        public Optional m(long id) {
            return Optional.empty();
        }
    }

    @Refused("@Cached(nullTtl = \"10s\") on HERE.m(long): the method returns int, which is never null. " + "Remove it.")
    static class PrimitiveNull {

        @Cached(nullTtl = "10s")
        public int m(long id) {
            return 1;
        }
    }

    private static final String EMPTY =
            ": it fails for an empty Optional, because #result is what is in the Optional, or"
                    + " null. Ask for null first, as in #result == null or ";

    @Refused("@Cached(unless = \"#result.isEmpty()\") on HERE.m(long)" + EMPTY + "#result.isEmpty().")
    static class UnlessOfEmpty {

        @Cached(unless = "#result.isEmpty()")
        public Optional<String> m(long id) {
            return Optional.empty();
        }
    }

    @Refused("@CacheUpdate(condition = \"!#result.empty && #p0 > 0\") on HERE.m(long)" + EMPTY
            + "!#result.empty && #p0 > 0.")
    static class ConditionOfEmpty {

        @CacheUpdate(name = "n", key = "#p0", condition = "!#result.empty && #p0 > 0")
        public Mono<Optional<List<String>>> m(long id) {
            return Mono.empty();
        }
    }

    @Refused("@Cached on HERE.m(long): it returns CompletableFuture in Optional. Turn it inside out, as in "
            + "CompletableFuture<Optional<Order>>.")
    static class FutureInOptional {

        @Cached
        public Optional<CompletableFuture<String>> m(long id) {
            return Optional.empty();
        }
    }

    static class Filter {}

    @Refused("@Cached(key) on HERE.m(Filter): the argument \"Filter filter\" cannot be part of a key, "
            + "because PKG.CacheMistakesTest$Filter has no state that distinguishes two of its objects. Name what "
            + "identifies it, as in key = \"#filter.id\", or define a KvKeyText bean for it.")
    static class NoText {

        @Cached
        public String m(Filter filter) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#filter\") on HERE.m(Filter): the argument \"Filter filter\" cannot be part of a key,"
            + " because PKG.CacheMistakesTest$Filter has no state that distinguishes two of its objects. Name what"
            + " identifies it, as in key = \"#filter.id\", or define a KvKeyText bean for it.")
    static class NoTextNamed {

        @Cached(key = "#filter")
        public String m(Filter filter) {
            return "";
        }
    }

    @Refused("@Cached(scope) on HERE.m(Principal, long): the argument \"Principal who\" takes no part in "
            + "the default key, so all principals would share a result. Set scope = \"PRINCIPAL\", or a key.")
    static class PrincipalDropped {

        @Cached
        public String m(Principal who, long id) {
            return "";
        }
    }

    @Refused("@CacheInvalidate(name) on HERE.m(long): it is required. Write the name of the @Cached method, "
            + "as in name = \"products\".")
    static class InvalidateWithoutName {

        @CacheInvalidate(key = "#id")
        public void m(long id) {}
    }

    @Refused("@CacheInvalidate(key) on HERE.m(long): it is required. Write the key of the @Cached method, "
            + "as in key = \"#id\".")
    static class InvalidateWithoutKey {

        @CacheInvalidate("products")
        public void m(long id) {}
    }

    @Refused("@CacheUpdate on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value.")
    static class UpdateOfNothing {

        @CacheUpdate(name = "products", key = "#id")
        public void m(long id) {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(CacheMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
