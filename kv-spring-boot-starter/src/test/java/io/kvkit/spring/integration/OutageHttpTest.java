package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What calls get while Redis is absent, gone, or refuses the password: what each annotation's policy says. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class OutageHttpTest {

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_REDIS", "WEBFLUX_ON_REDIS"})
    void redisMayComeLaterThanTheApplication(Stack stack) {
        int port = RedisServer.freePort();
        try (RunningApp app = start(stack, "kv.redis.uri=redis://127.0.0.1:" + port)) {
            assertThat(health(app)).isEqualTo(Status.DOWN);
            followsThePolicies(app);
            try (RedisServer server = RedisServer.startOn(port)) {
                awaitUp(app);
                keepsThePromises(app, "one");
                server.kill();
                Eventually.until(() -> health(app).equals(Status.DOWN));
                followsThePolicies(app);
                server.restart();
                awaitUp(app);
                keepsThePromises(app, "two");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_REDIS", "WEBFLUX_ON_REDIS"})
    void wrongPasswordIsAnOutageAndStaysSecret(Stack stack, CapturedOutput output) {
        long start = System.nanoTime();
        try (RedisServer server = RedisServer.start("--requirepass", "richtig");
                RunningApp app = start(stack, "kv.redis.uri=redis://:geheim@127.0.0.1:" + server.port())) {
            assertThat(health(app)).isEqualTo(Status.DOWN);
            followsThePolicies(app);
        }
        assertThat(output).doesNotContain("geheim", "richtig");
        long tens = 1 + Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10;
        assertThat(output.getAll().lines().filter(line -> line.contains("Redis") && line.contains("WARN")))
                .as("one line in ten seconds")
                .hasSizeBetween(1, (int) tens);
    }

    @Test
    void redisThatHangsIsAnOutage() {
        try (RedisServer server = RedisServer.start();
                RunningApp app = start(
                        Stack.MVC_ON_REDIS,
                        "kv.redis.uri=" + server.uri(),
                        "kv.redis.timeout=2s",
                        "kv.rate-limit.timeout=2s",
                        "kv.redis.circuit-breaker.minimum-calls=2")) {
            keepsThePromises(app, "before");
            server.pause();
            followsThePolicies(app);
            server.resume();
            awaitUp(app);
            keepsThePromises(app, "after");
        }
    }

    private static RunningApp start(Stack stack, String... properties) {
        return stack.start(List.of(Guarded.class), properties);
    }

    private static void followsThePolicies(RunningApp app) {
        Http http = app.http();
        int before = app.bean(Guarded.class).ran();
        http.get("/cached/outage").send().hasStatus(200);
        http.get("/cached/outage").send().hasStatus(200);
        Http.Call local = http.get("/limited").user("u" + before);
        local.send().hasStatus(200);
        local.send().hasStatus(200);
        assertThat(local.send().isProblem(429, "quota-exceeded").header("RateLimit"))
                .contains("r=0");
        for (int i = 0; i < 3; i++) {
            http.get("/limited-open").user("ada").send().hasStatus(200);
        }
        http.post("/pay-proceed").key("outage" + before).send().hasStatus(200);
        http.post("/hook-proceed/outage" + before).send().hasStatus(200);
        assertThat(app.bean(Guarded.class).ran()).isEqualTo(before + 9);
        http.get("/limited-closed").send().isProblem(503, "store-unavailable").hasRetryAfter();
        http.post("/pay")
                .key("outage")
                .send()
                .isProblem(503, "idempotency-unavailable")
                .hasRetryAfter();
        http.post("/hook/outage").send().isProblem(503, "store-unavailable").hasRetryAfter();
        http.get("/direct/1").send().isProblem(503, "store-unavailable").hasRetryAfter();
        assertThat(app.bean(Guarded.class).ran()).isEqualTo(before + 9);
    }

    private static void keepsThePromises(RunningApp app, String id) {
        Http http = app.http();
        String cached = http.get("/cached/" + id).send().hasStatus(200).text();
        assertThat(http.get("/cached/" + id).send().text()).isEqualTo(cached);
        http.post("/pay").key(id).send().hasStatus(200);
        assertThat(http.post("/pay").key(id).send().hasStatus(200).replayed()).isTrue();
        http.post("/hook/" + id).send().hasStatus(200);
        assertThat(http.post("/hook/" + id).send().hasStatus(200).text()).isEmpty();
        http.get("/limited-closed").user(id).send().hasStatus(200);
        http.get("/limited-closed").user(id).send().hasStatus(200);
        http.get("/limited-closed").user(id).send().isProblem(429, "quota-exceeded");
        http.get("/direct/1").send().hasStatus(200);
    }

    private static void awaitUp(RunningApp app) {
        Eventually.until(() -> health(app).equals(Status.UP));
    }

    private static Status health(RunningApp app) {
        return app.context()
                .getBean("kvHealthIndicator", HealthIndicator.class)
                .health()
                .getStatus();
    }
}
