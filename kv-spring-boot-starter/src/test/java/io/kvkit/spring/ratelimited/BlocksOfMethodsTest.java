package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.TestRedis;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Blocks of permits as the configuration sets them. No window ends during a test. */
@Tag("slow")
class BlocksOfMethodsTest {

    static class Desk {

        @RateLimited(name = "mail", limit = 100, window = "3000d", algorithm = RateLimited.Algorithm.FIXED_WINDOW)
        public void mail() {}

        @RateLimited(name = "mail", limit = 100, window = "3000d", algorithm = RateLimited.Algorithm.FIXED_WINDOW)
        public CompletableFuture<String> mailLater() {
            return CompletableFuture.completedFuture("sent");
        }

        @RateLimited(name = "mail", limit = 100, window = "3000d", algorithm = RateLimited.Algorithm.FIXED_WINDOW)
        public Mono<String> mailReactive() {
            return Mono.just("sent");
        }
    }

    private static ApplicationContextRunner runner(String prefix) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(Desk.class)
                .withPropertyValues(
                        "kv.key-prefix=" + prefix,
                        "kv.rate-limit.limits.mail.block=40",
                        "kv.rate-limit.limits.export.limit=100",
                        "kv.rate-limit.limits.export.window=3000d",
                        "kv.rate-limit.limits.export.algorithm=fixed-window",
                        "kv.rate-limit.limits.export.block=30",
                        "kv.rate-limit.block-time=1h",
                        "kv.rate-limit.defaults.on-store-failure=closed");
    }

    private static void callAll(ApplicationContext context) {
        Desk desk = context.getBean(Desk.class);
        desk.mail();
        desk.mailLater().join();
        desk.mailReactive().block();
        context.getBean(KvClient.class).rateLimit("export").tryAcquire("a");
        context.getBean(KvClient.class).rateLimit("export").tryAcquire("a");
    }

    @Test
    void onRedisTheStoreIsChargedForABlockAndGetsTheRestBackWhenTheApplicationEnds() {
        ApplicationContextRunner runner = runner("" + UUID.randomUUID())
                .withPropertyValues(
                        "kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
        runner.run(context -> {
            callAll(context);
            assertThat(left(context, "export", "a")).isEqualTo(70);
            context.getBean(KvRateLimits.class).change("export", Map.of("block", "1"));
            context.getBean(KvClient.class).rateLimit("export").tryAcquire("b");
            assertThat(left(context, "export", "b")).isEqualTo(99);
        });
        runner.run(context -> {
            assertThat(left(context, "export", "a")).isEqualTo(98);
            for (int i = 0; i < 97; i++) {
                context.getBean(Desk.class).mail();
            }
            assertThat(context.getBean(KvRateLimits.class)
                            .settings("mail")
                            .terms()
                            .block())
                    .isEqualTo(40);
        });
        runner.run(context -> assertThat(context.getBean(Desk.class))
                .satisfies(desk -> assertThatThrownBy(desk::mail).isInstanceOf(RateLimitExceededException.class)));
    }

    @Test
    void inMemoryThereIsNothingToTakeAhead() {
        runner("kv").withPropertyValues("kv.store=memory").run(context -> {
            callAll(context);
            assertThat(left(context, "export", "a")).isEqualTo(98);
        });
    }

    private static long left(ApplicationContext context, String limit, String key) {
        return context.getBean(KvClient.class).rateLimit(limit).peek(key).remaining();
    }
}
