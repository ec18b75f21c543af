package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvkit.KvClient;
import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.HotKey;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** Which keys have the most calls, on every store. */
abstract class HotKeysContract {

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Desk {

        @RateLimited(name = "mail", key = "#user", limit = 3, window = "1000d")
        public void mail(String user) {}

        @RateLimited(name = "mail", key = "#user", limit = 3, window = "1000d")
        public CompletableFuture<String> mailLater(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "mail", key = "#user", limit = 3, window = "1000d")
        public Mono<String> mailReactive(String user) {
            return Mono.just(user);
        }
    }

    private ApplicationContextRunner runner() {
        return on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Desk.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(), "kv.rate-limit.defaults.on-store-failure=closed");
    }

    @Test
    void callsOfAllStylesAndOfTheClientAreCounted() {
        runner().withPropertyValues("kv.rate-limit.hot-keys.enabled=true").run(context -> {
            Desk desk = context.getBean(Desk.class);
            desk.mail("ada");
            desk.mailLater("ada").join();
            desk.mailReactive("ada").block();
            assertThatThrownBy(() -> desk.mail("ada")).isInstanceOf(RateLimitExceededException.class);
            context.getBean(KvClient.class).rateLimit("mail").tryAcquire("bob");
            KvRateLimits limits = context.getBean(KvRateLimits.class);
            assertThat(limits.hotKeys("mail", 5))
                    .extracting(HotKey::id, HotKey::calls, HotKey::refused, HotKey::error)
                    .containsExactly(tuple("ada", 4L, 1L, 0L), tuple("bob", 1L, 0L, 0L));
            assertThat(limits.hotKeys("mail", 1)).hasSize(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limits.hotKeys("nail", 1))
                    .withMessageContaining("nail");
        });
    }

    @Test
    void hashedKeysAreShownAsHashes() {
        runner().withPropertyValues("kv.rate-limit.hot-keys.enabled=true", "kv.rate-limit.hash-keys=true")
                .run(context -> {
                    context.getBean(Desk.class).mail("ada");
                    assertThat(context.getBean(KvRateLimits.class).hotKeys("mail", 5))
                            .extracting(HotKey::id)
                            .allSatisfy(id -> assertThat(id).startsWith("sha256~"));
                });
    }

    @Test
    void withoutThePropertyNothingIsCounted() {
        runner().run(context -> assertThatIllegalStateException()
                .isThrownBy(() -> context.getBean(KvRateLimits.class).hotKeys("mail", 5))
                .withMessageContaining("kv.rate-limit.hot-keys.enabled=true"));
    }
}
