package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListener;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

/** A cache never makes a call fail: not by what its own keys and expressions do either. */
@ExtendWith(OutputCaptureExtension.class)
class CachePassesByTest {

    record Category(String name) {}

    record Row(long id, @Nullable Category category) {}

    static class Shop {

        final AtomicInteger ran = new AtomicInteger();

        int ran() {
            return ran.get();
        }

        @Cached(name = "any", key = "#page")
        public int any(Object page) {
            return ran.incrementAndGet();
        }

        @Cached(name = "tenants", key = "#id", scope = "PRINCIPAL")
        public int scoped(long id) {
            return ran.incrementAndGet();
        }

        @Cached(name = "conditions", key = "#id", condition = "#text.substring(3) == 'x'")
        public int condition(long id, String text) {
            return ran.incrementAndGet();
        }

        @CacheInvalidate(name = "rows", key = "#result.category.name")
        @CacheInvalidate(name = "rows", key = "#row.id")
        public Row save(Row row) {
            ran.incrementAndGet();
            return row;
        }

        @CacheInvalidate(name = "rows", key = "#row.category.name", beforeInvocation = true)
        public Mono<Row> saveMono(Row row) {
            return Mono.fromSupplier(() -> save(row));
        }

        @CacheUpdate(name = "rows", key = "#result.id")
        public @Nullable Row none(long id) {
            ran.incrementAndGet();
            return null;
        }

        @CacheUpdate(name = "names", key = "#id", result = "#result.category.name")
        public CompletionStage<Row> stage(long id) {
            ran.incrementAndGet();
            return CompletableFuture.completedFuture(new Row(id, null));
        }

        @Cached(name = "rows", key = "#id")
        public Row find(long id) {
            ran.incrementAndGet();
            return new Row(id, null);
        }
    }

    private final List<Outcome> events = new CopyOnWriteArrayList<>();

    private void run(Consumer<Shop> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Shop.class)
                .withBean(KvListener.class, () -> event -> {
                    if (event instanceof CacheEvent told) {
                        events.add(told.outcome());
                    }
                })
                .run(context -> test.accept(context.getBean(Shop.class)));
    }

    @Test
    void keyWithoutTextAtRunTimeLetsTheCallPassBy(CapturedOutput output) {
        run(shop -> {
            assertThat(shop.any(new Object())).isEqualTo(1);
            assertThat(shop.any(new Object())).isEqualTo(2);
            assertThat(events).containsExactly(Outcome.PASSED_BY, Outcome.SKIPPED, Outcome.PASSED_BY, Outcome.SKIPPED);
            assertThat(output.getAll()).containsOnlyOnce("Some calls bypass the cache any");
        });
    }

    @Test
    void missingScopeLetsTheCallPassBySoThatNobodySharesAResult() {
        run(shop -> {
            assertThat(shop.scoped(1)).isEqualTo(1);
            assertThat(shop.scoped(1)).isEqualTo(2);
        });
    }

    @Test
    void failedConditionLetsTheCallPassBy() {
        run(shop -> {
            assertThat(shop.condition(1, "x")).isEqualTo(1);
            assertThat(shop.condition(1, "abcx")).isEqualTo(2);
            assertThat(shop.condition(1, "abcx")).isEqualTo(2);
        });
    }

    @Test
    void failedKeyOfAnInvalidationLeavesTheResultAndTheOtherInvalidations() {
        run(shop -> {
            Row row = new Row(7, null);
            shop.find(7);
            assertThat(shop.save(row)).isEqualTo(row);
            shop.find(7);
            assertThat(shop.ran()).as("the second key did its work").isEqualTo(3);
            assertThat(shop.saveMono(row).block()).isEqualTo(row);
            assertThat(events).contains(Outcome.PASSED_BY);
        });
    }

    @Test
    void failedKeyOrValueOfAnUpdateLeavesTheResult() {
        run(shop -> {
            assertThat(shop.none(1)).isNull();
            assertThat(shop.stage(1).toCompletableFuture().join()).isEqualTo(new Row(1, null));
            assertThat(shop.ran()).isEqualTo(2);
            assertThat(events).containsExactly(Outcome.PASSED_BY, Outcome.PASSED_BY);
        });
    }
}
