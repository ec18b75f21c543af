package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Methods that return what other reactive libraries deliver: their work begins when somebody subscribes. */
@Tag("slow")
class AdaptedTypesTest {

    static class Service {

        private final AtomicInteger ran = new AtomicInteger();
        private boolean failing;

        int ran() {
            return ran.get();
        }

        void failing(boolean now) {
            failing = now;
        }

        private String run(String id) {
            ran.incrementAndGet();
            if (failing) {
                throw new IllegalStateException("not handled");
            }
            return id + ran;
        }

        @DedupeEvent(name = "completable", key = "#id")
        public Completable completable(String id) {
            return Completable.fromRunnable(() -> run(id));
        }

        @DedupeEvent(name = "maybe", key = "#id")
        public Maybe<String> maybe(String id) {
            return Maybe.fromCallable(() -> run(id));
        }

        @DedupeEvent(name = "single", key = "#id", duplicateResult = "'duplicate'")
        public Single<String> single(String id) {
            return Single.fromCallable(() -> run(id));
        }

        @DedupeEvent(name = "given", key = "#id", duplicateResult = "#given")
        public Single<String> given(String id, @Nullable String given) {
            return single(id);
        }

        @DedupeEvent(name = "uni", key = "#id")
        public Uni<String> uni(String id) {
            return Uni.createFrom().item(() -> run(id));
        }

        @Idempotent(name = "pay", key = "#id")
        public Single<String> pay(String id) {
            return Single.fromCallable(() -> run(id));
        }

        @Cached(name = "cached", key = "#id")
        public Uni<String> cached(String id) {
            return Uni.createFrom().item(() -> run(id));
        }

        @CacheInvalidate(name = "cached", key = "#id")
        public Completable change(String id) {
            return Completable.fromRunnable(() -> run(id));
        }

        @RateLimited(name = "limited", limit = 1, window = "1h", key = "#id", fallback = "instead")
        public Single<String> limited(String id) {
            return Single.fromCallable(() -> run(id));
        }

        public Single<String> instead(String id) {
            return Single.just("instead");
        }
    }

    private static void with(Consumer<Service> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Service.class)
                .run(context -> test.accept(context.getBean(Service.class)));
    }

    @Test
    void eventIsHandledWhenTheWorkHasEndedAndNotWhenTheMethodHas() {
        with(service -> {
            service.failing(true);
            assertThatThrownBy(() -> service.completable("1").blockingAwait()).hasMessage("not handled");
            assertThatThrownBy(() -> service.maybe("1").blockingGet()).hasMessage("not handled");
            assertThatThrownBy(() -> service.single("1").blockingGet()).hasMessage("not handled");
            assertThatThrownBy(() -> service.uni("1").await().indefinitely()).hasMessage("not handled");
            service.failing(false);
            service.completable("1").blockingAwait();
            assertThat(service.maybe("1").blockingGet()).isEqualTo("16");
            assertThat(service.single("1").blockingGet()).isEqualTo("17");
            assertThat(service.uni("1").await().indefinitely()).isEqualTo("18");
        });
    }

    @Test
    void duplicateDoesNoWork() {
        with(service -> {
            for (int i = 0; i < 2; i++) {
                service.completable("1").blockingAwait();
                service.maybe("1").blockingGet();
                service.uni("1").await().indefinitely();
                service.single("1").blockingGet();
            }
            assertThat(service.ran()).isEqualTo(4);
            assertThat(service.maybe("1").blockingGet()).isNull();
            assertThat(service.uni("1").await().indefinitely()).isNull();
            assertThat(service.single("1").blockingGet()).isEqualTo("duplicate");
        });
    }

    @Test
    void duplicateOfASingleIsNeverNull() {
        with(service -> {
            service.given("1", null).blockingGet();
            assertThat(service.given("1", "first").blockingGet()).isEqualTo("first");
            assertThatThrownBy(() -> service.given("1", null).blockingGet())
                    .isInstanceOf(KvExpressionException.class)
                    .hasMessageContaining("duplicateResult = \"#given\"")
                    .hasMessageEndingWith("is null, but the method never returns null");
        });
    }

    @Test
    void nothingHappensBeforeSomebodySubscribes() {
        with(service -> {
            Single<String> first = service.single("1");
            assertThat(service.single("1").blockingGet()).isEqualTo("11");
            assertThat(first.blockingGet()).isEqualTo("duplicate");
        });
    }

    @Test
    void resultsAreKeptAndInvalidatedAtTheEndOfTheWork() {
        with(service -> {
            assertThat(service.pay("1").blockingGet()).isEqualTo("11");
            assertThat(service.pay("1").blockingGet()).isEqualTo("11");
            assertThat(service.cached("1").await().indefinitely()).isEqualTo("12");
            Completable change = service.change("1");
            assertThat(service.cached("1").await().indefinitely()).isEqualTo("12");
            change.blockingAwait();
            assertThat(service.cached("1").await().indefinitely()).isEqualTo("14");
        });
    }

    @Test
    void refusalIsAnsweredByAFallbackOfTheSameType() {
        with(service -> {
            assertThat(service.limited("1").blockingGet()).isEqualTo("11");
            assertThat(service.limited("1").blockingGet()).isEqualTo("instead");
        });
    }
}
