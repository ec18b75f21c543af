package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

@Tag("slow")
class HealthTest {

    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void theMemoryStoreIsUp() {
        runner.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("type", "memory").containsKey("latency");
        });
    }

    @Test
    void aServerThatRunsScriptsIsUp() {
        runner.withPropertyValues("kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s")
                .run(context -> {
                    awaitStatus(context, Status.UP);
                    assertThat(health(context).getDetails())
                            .containsEntry("type", "redis")
                            .containsKeys("latency", "version", "address");
                });
    }

    @Test
    void anAbsentServerLetsTheApplicationStartAndIsDown() {
        try (LogCapture log = new LogCapture()) {
            runner.withPropertyValues("kv.redis.uri=redis://user:geheim@127.0.0.1:" + RedisServer.freePort())
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        Health health = health(context);
                        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health.getDetails().toString())
                                .contains("error")
                                .doesNotContain("geheim");
                    });
            assertThat(log.text()).doesNotContain("geheim");
        }
    }

    @Test
    void aWrongPasswordIsDownAndNotShown() {
        try (RedisServer server = RedisServer.start("--requirepass", "richtig");
                LogCapture log = new LogCapture()) {
            runner.withPropertyValues(
                            "kv.redis.host=" + server.host(),
                            "kv.redis.port=" + server.port(),
                            "kv.redis.password=geheim")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        Health health = health(context);
                        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health.getDetails().toString()).doesNotContain("geheim");
                    });
            assertThat(log.text()).doesNotContain("geheim");
        }
    }

    @Test
    void theRightPasswordIsUp() {
        try (RedisServer server = RedisServer.start("--requirepass", "richtig")) {
            runner.withPropertyValues("spring.data.redis.url=redis://:richtig@" + server.host() + ":" + server.port())
                    .run(context -> awaitStatus(context, Status.UP));
        }
    }

    @Test
    void itCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.kv.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(KvHealthIndicator.class));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(KvHealthIndicator.class));
    }

    @Test
    void itIsAbsentWithoutTheHealthModule() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("kvHealthIndicator"));
    }

    private static void awaitStatus(ApplicationContext context, Status status) {
        Eventually.asserted(() -> assertThat(health(context).getStatus()).isEqualTo(status));
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("kvHealthIndicator", KvHealthIndicator.class).health();
    }
}
