package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class RateLimitedHttpTest {

    @Nested
    class MvcOnMemory extends RateLimitedHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends RateLimitedHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends RateLimitedHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends RateLimitedHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void trustedProxyTellsTheClient(Stack stack) {
        try (RunningApp app = stack.start(List.of(Limited.class), "kv.rate-limit.trusted-proxies=127.0.0.0/8")) {
            for (String client : List.of("192.0.2.1", "192.0.2.2")) {
                Http.Call call = app.http().get("/by-ip").header("X-Forwarded-For", "10.1.1.1, " + client);
                call.send().hasStatus(200);
                call.send().hasStatus(200);
                call.send().isProblem(429, "quota-exceeded");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void legacyHeadersCanBeAdded(Stack stack) {
        try (RunningApp app = stack.start(List.of(Limited.class), "kv.rate-limit.legacy-headers=true")) {
            Http.Call call = app.http().get("/plain").user("ann");
            call.send();
            Reply granted = call.send().hasStatus(200);
            assertThat(granted.header("X-RateLimit-Limit")).isEqualTo("2");
            assertThat(granted.header("X-RateLimit-Remaining")).isEqualTo("0");
            assertThat(granted.header("X-RateLimit-Reset")).isEqualTo("3600");
            assertThat(granted.header("RateLimit")).startsWith("\"plain\";r=0");
            Reply refused = call.send().isProblem(429, "quota-exceeded");
            assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("2");
            assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
            assertThat(refused.header("X-RateLimit-Reset")).isEqualTo(refused.header("Retry-After"));
        }
    }

    @Test
    void problemsCanBeLeftToTheApplication() {
        try (RunningApp app = Stack.MVC_ON_MEMORY.start(List.of(Limited.class), "kv.web.problem.enabled=false")) {
            Http.Call call = app.http().get("/by-name?name=a");
            call.send().hasStatus(200);
            call.send().hasStatus(500).hasRetryAfter();
        }
    }
}
