package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The properties of the rate limiter reach it. */
@Tag("slow")
class LimiterWiringTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void withoutTheStoreThisProcessGrantsItsShare() {
        Contexts.runner()
                .withPropertyValues(
                        "kv.redis.uri=redis://127.0.0.1:1",
                        "kv.redis.connect-timeout=50ms",
                        "kv.rate-limit.local-share=0.25",
                        "kv.rate-limit.limits.exports.limit=100",
                        "kv.rate-limit.limits.exports.window=1h",
                        "kv.rate-limit.limits.exports.local-share=0.5")
                .run(context -> {
                    KvClient client = context.getBean(KvClient.class);
                    assertThat(client.rateLimit("mail", 100, HOUR).limit()).isEqualTo(25);
                    assertThat(client.rateLimit("exports").tryAcquire("a").limit())
                            .isEqualTo(50);
                });
    }

    @Test
    void refusalsAreRememberedIfThatIsConfigured() {
        Contexts.runner()
                .withPropertyValues(
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=20s",
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.rate-limit.timeout=20s",
                        "kv.rate-limit.deny-cache.enabled=true",
                        "kv.rate-limit.deny-cache.max-time=1h")
                .run(context -> {
                    KvClient client = context.getBean(KvClient.class);
                    Eventually.until(() -> client.rateLimit("other", 1, HOUR).decidedBy() == DecidedBy.STORE);
                    assertThat(client.rateLimit("mail", 1, HOUR).allowed()).isTrue();
                    assertThat(client.rateLimit("mail", 1, HOUR).decidedBy()).isEqualTo(DecidedBy.STORE);
                    RateLimitResult repeated = client.rateLimit("mail", 1, HOUR);
                    assertThat(repeated.allowed()).isFalse();
                    assertThat(repeated.decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
                });
    }
}
