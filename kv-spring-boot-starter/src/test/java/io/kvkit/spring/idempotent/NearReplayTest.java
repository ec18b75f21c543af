package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.ClaimsOperations;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvException;
import io.kvkit.tck.RedisServer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** Replays of an application whose server is gone. */
@Tag("slow")
@Timeout(120)
class NearReplayTest {

    /** Payments of all styles. */
    static class Payments {

        private final AtomicInteger runs = new AtomicInteger();

        @Idempotent(name = "plain", key = "#id")
        public String plain(String id) {
            return id + runs.incrementAndGet();
        }

        @Idempotent(name = "stage", key = "#id")
        public CompletableFuture<String> stage(String id) {
            return CompletableFuture.completedFuture(plain(id));
        }

        @Idempotent(name = "mono", key = "#id")
        public Mono<String> mono(String id) {
            return Mono.fromSupplier(() -> plain(id));
        }
    }

    private static ApplicationContextRunner application(RedisServer server, String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.redis.uri=" + server.uri(), "kv.redis.timeout=20s")
                .withPropertyValues(properties)
                .withBean(Payments.class);
    }

    private static ApplicationContextRunner remembering(RedisServer server) {
        return application(server, "kv.idempotency.near.max-size=1MB", "kv.idempotency.near.max-staleness=10m");
    }

    @Test
    void replayNeedsNoServer() {
        try (RedisServer server = RedisServer.start()) {
            remembering(server).run(context -> {
                Payments payments = context.getBean(Payments.class);
                payments.plain("a");
                payments.stage("b").join();
                payments.mono("c").block();
                server.kill();
                assertThat(payments.plain("a")).isEqualTo("a1");
                assertThat(payments.stage("b").join()).isEqualTo("b2");
                assertThat(payments.mono("c").block()).isEqualTo("c3");
                assertThatThrownBy(() -> payments.plain("d")).isInstanceOf(KvException.class);
            });
        }
    }

    @Test
    void replayNeedsTheServerByDefault() {
        try (RedisServer server = RedisServer.start()) {
            application(server).run(context -> {
                Payments payments = context.getBean(Payments.class);
                payments.plain("a");
                server.kill();
                assertThatThrownBy(() -> payments.plain("a")).isInstanceOf(KvException.class);
            });
        }
    }

    @Test
    void forgottenPaymentRunsAgain() {
        try (RedisServer server = RedisServer.start()) {
            remembering(server).run(context -> {
                Payments payments = context.getBean(Payments.class);
                payments.plain("a");
                var claims = context.getBean(ClaimsOperations.class).operation("plain");
                claims.forget("a", Objects.requireNonNull(claims.find("a")).fence());
                assertThat(payments.plain("a")).isEqualTo("a2");
            });
        }
    }
}
