package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheLoadEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.observe.KvMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class MetricsTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(Service.class);

    @Test
    void everyKindOfCallIsCountedByNameAndOutcome() {
        runner.run(context -> {
            Service service = context.getBean(Service.class);
            service.cached("a");
            service.cached("a");
            service.idempotent("k");
            service.idempotent("k");
            service.event("e");
            service.event("e");
            service.limited();
            assertThatThrownBy(service::limited).isInstanceOf(RateLimitExceededException.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(count(meters, "kv.cache", "c", "miss")).isEqualTo(1);
            assertThat(count(meters, "kv.cache", "c", "hit")).isEqualTo(1);
            assertThat(count(meters, "kv.idempotency", "i", "completed")).isEqualTo(1);
            assertThat(count(meters, "kv.idempotency", "i", "replayed")).isEqualTo(1);
            assertThat(count(meters, "kv.dedupe", "d", "duplicate")).isEqualTo(1);
            assertThat(count(meters, "kv.ratelimit", "r", "allowed")).isEqualTo(1);
            assertThat(count(meters, "kv.ratelimit", "r", "refused")).isEqualTo(1);
            assertThat(meters.get("kv.ratelimit")
                            .tag("outcome", "refused")
                            .counter()
                            .getId()
                            .getTag("decided.by"))
                    .isEqualTo("store");
        });
    }

    @Test
    void callsOfTheClientAreCountedUnderItsName() {
        runner.run(context -> {
            KvClient client = context.getBean(KvClient.class);
            Duration hour = Duration.ofHours(1);
            client.guardedGet("a", hour, String.class, () -> "value");
            client.guardedGet("a", hour, String.class, () -> "value");
            client.idempotentExecute("a", String.class, () -> "value");
            client.idempotentExecute("a", String.class, () -> "value");
            client.processOnce("a", () -> {});
            client.async().alreadyProcessed("a");
            client.rateLimit("a", 1, hour);
            client.async().rateLimit("a", 1, hour);
            client.lease("a").runIfFree(hour, hour, () -> {});
            client.lease("a").tryAcquire(hour);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(count(meters, "kv.lease", "client", "granted")).isEqualTo(1);
            assertThat(count(meters, "kv.lease", "client", "busy")).isEqualTo(1);
            assertThat(count(meters, "kv.cache", "client", "miss")).isEqualTo(1);
            assertThat(count(meters, "kv.cache", "client", "hit")).isEqualTo(1);
            assertThat(count(meters, "kv.idempotency", "client", "completed")).isEqualTo(1);
            assertThat(count(meters, "kv.idempotency", "client", "replayed")).isEqualTo(1);
            assertThat(count(meters, "kv.dedupe", "client", "completed")).isEqualTo(1);
            assertThat(count(meters, "kv.dedupe", "client", "duplicate")).isEqualTo(1);
            assertThat(count(meters, "kv.ratelimit", "client", "allowed")).isEqualTo(1);
            assertThat(count(meters, "kv.ratelimit", "client", "refused")).isEqualTo(1);
        });
    }

    @Test
    void listenersOfTheApplicationHearTheSame() {
        List<String> heard = new CopyOnWriteArrayList<>();
        runner.withBean("own", KvListener.class, () -> event -> heard.add(told(event)))
                .run(context -> {
                    context.getBean(Service.class).cached("a");
                    assertThat(heard).containsExactly("c MISS", "c loaded");
                    assertThat(count(context.getBean(MeterRegistry.class), "kv.cache", "c", "miss"))
                            .isEqualTo(1);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("kv.cache.loads")
                                    .tags("name", "c", "outcome", "loaded")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void nothingIsCountedWithoutARegistryOrMicrometer() {
        Contexts.runner().run(context -> assertThat(context).doesNotHaveBean(KvMetrics.class));
        Contexts.runner()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("kvMetrics"));
    }

    private static String told(KvEvent event) {
        if (event instanceof CacheLoadEvent load) {
            return load.name() + (load.succeeded() ? " loaded" : " failed");
        }
        return event instanceof CacheEvent cache ? cache.name() + " " + cache.outcome() : event.toString();
    }

    private static double count(MeterRegistry meters, String meter, String name, String outcome) {
        return meters.get(meter)
                .tag("name", name)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    public static class Service {

        @Cached(name = "c", key = "#id")
        public String cached(String id) {
            return id;
        }

        @Idempotent(name = "i", key = "#id")
        public String idempotent(String id) {
            return id;
        }

        @DedupeEvent(name = "d", key = "#id")
        public void event(String id) {}

        @RateLimited(name = "r", limit = 1, window = "1h")
        public void limited() {}
    }
}
