package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.KvClient;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.store.KvException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The limits of the injected client while Redis is gone. */
@Tag("slow")
class ClientLimitTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ApplicationContextRunner runner =
            Contexts.runner().withPropertyValues("kv.redis.uri=redis://127.0.0.1:1", "kv.redis.connect-timeout=50ms");

    @Test
    void clientLimitsInThisJvmAlone() {
        runner.run(context -> {
            KvClient client = context.getBean(KvClient.class);
            assertThat(client.rateLimit("mail", 1, HOUR).decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThat(client.rateLimit("mail", 1, HOUR).allowed()).isFalse();
        });
    }

    @Test
    void clientGoesByTheDefaultsOfLimits() {
        runner.withPropertyValues("kv.rate-limit.defaults.on-store-failure=closed")
                .run(context -> assertThatExceptionOfType(KvException.class)
                        .isThrownBy(() -> context.getBean(KvClient.class).rateLimit("mail", 1, HOUR)));
        runner.withPropertyValues("kv.rate-limit.defaults.on-store-failure=open")
                .run(context -> assertThat(context.getBean(KvClient.class)
                                .rateLimit("mail", 1, HOUR)
                                .decidedBy())
                        .isEqualTo(DecidedBy.NOBODY));
    }
}
