package io.kvkit.spring.operation;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that begins when the method has ended, and that nobody sees the end of. */
class LaterMistakesTest {

    private static final String LATER =
            ", whose work begins when the method has ended. Turn it inside out, as in Mono<ResponseEntity<Order>>.";

    @Refused("@DedupeEvent on HERE.m(String): it returns Flowable. Return a Mono.")
    static class DedupeFlowable {

        @DedupeEvent(key = "#p0")
        public Flowable<String> m(String event) {
            return Flowable.empty();
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Publisher. Return a Mono.")
    static class DedupeFlow {

        @DedupeEvent(key = "#p0")
        public Flow.Publisher<String> m(String event) {
            throw new IllegalStateException();
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Multi. Return a Mono.")
    static class IdempotentMulti {

        @Idempotent(key = "#p0")
        public Multi<String> m(String order) {
            return Multi.createFrom().empty();
        }
    }

    @Refused("@RateLimited on HERE.m(String): it returns SingleSubject. Return a Mono.")
    static class LimitedSubject {

        @RateLimited(limit = 1, window = "1s", key = "#p0")
        public SingleSubject<String> m(String id) {
            return SingleSubject.create();
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Supplier, whose work begins when the method has ended. "
            + "Return a CompletableFuture.")
    static class DedupeSupplier {

        @DedupeEvent(key = "#p0")
        public Supplier<String> m(String event) {
            return () -> event;
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Mono in ResponseEntity" + LATER)
    @Controller
    static class DedupeEntity {

        @DedupeEvent(key = "#p0")
        @PostMapping("/")
        public ResponseEntity<Mono<String>> m(String event) {
            return ResponseEntity.ok(Mono.empty());
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Flux in ResponseEntity" + LATER)
    @Controller
    static class IdempotentEntity {

        @Idempotent
        @PostMapping("/")
        public Mono<ResponseEntity<Flux<String>>> m(String order) {
            return Mono.empty();
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns SseEmitter, and a stream cannot be replayed. Return a value.")
    @Controller
    static class IdempotentEntityStream {

        @Idempotent
        @PostMapping("/")
        public ResponseEntity<SseEmitter> m(String order) {
            return ResponseEntity.ok(new SseEmitter());
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Uni in CompletableFuture" + LATER)
    static class DedupeNested {

        @DedupeEvent(key = "#p0")
        public CompletableFuture<Uni<String>> m(String event) {
            return CompletableFuture.completedFuture(Uni.createFrom().nullItem());
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Single in List" + LATER)
    static class DedupeList {

        @DedupeEvent(key = "#p0")
        public List<? extends Single<String>> m(String event) {
            return List.of();
        }
    }

    @Refused("@CacheInvalidate on HERE.m(long): it returns Mono in ResponseEntity" + LATER)
    static class InvalidateEntity {

        @CacheInvalidate(name = "n", key = "#p0")
        public ResponseEntity<Mono<String>> m(long id) {
            return ResponseEntity.ok(Mono.empty());
        }
    }

    @Refused("@CacheInvalidate on HERE.m(long): it returns Callable, whose work begins when the method has ended. "
            + "Return a CompletableFuture.")
    static class InvalidateCallable {

        @CacheInvalidate(name = "n", key = "#p0")
        public Callable<String> m(long id) {
            return () -> "";
        }
    }

    @Refused("@CacheInvalidate on HERE.m(long): it returns Future. Return a CompletableFuture.")
    static class InvalidateFuture {

        @CacheInvalidate(name = "n", key = "#p0")
        public Future<String> m(long id) {
            return CompletableFuture.completedFuture("");
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Future. Return a CompletableFuture.")
    @Controller
    static class IdempotentFuture {

        @Idempotent
        @PostMapping("/")
        public Future<String> m(String order) {
            return CompletableFuture.completedFuture(order);
        }
    }

    @Refused("@DedupeEvent(duplicateResult) on HERE.m(String): it is required, because the method returns Single and "
            + "never null. Write what a duplicate gets, as in duplicateResult = \"0\".")
    static class DedupeSingle {

        @DedupeEvent(key = "#p0")
        public Single<String> m(String event) {
            return Single.just(event);
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(LaterMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void workThatNobodySeesTheEndOfStopsTheStart(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
