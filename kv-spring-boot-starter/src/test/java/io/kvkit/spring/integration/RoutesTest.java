package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.ratelimited.route.RouteServletFilter;
import io.kvkit.spring.ratelimited.route.RouteWebFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class RoutesTest {

    @Nested
    class MvcOnMemory extends RoutesContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends RoutesContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends RoutesContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends RoutesContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }

    private static Class<?> logins(Stack stack) {
        return stack.servlet() ? RouteLogins.OfServlets.class : RouteLogins.OfWebFlux.class;
    }

    private static RunningApp start(Stack stack, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "kv.rate-limit.routes[0].path=/login",
                "kv.rate-limit.routes[0].limit=login",
                "kv.rate-limit.limits.login.limit=1",
                "kv.rate-limit.limits.login.window=10d"));
        all.addAll(List.of(properties));
        return stack.start(List.of(logins(stack)), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void problemsCanBeLeftOut(Stack stack) {
        try (RunningApp app = start(stack, "kv.web.problem.enabled=false", "kv.rate-limit.legacy-headers=true")) {
            app.http().post("/login").send().hasStatus(204);
            Reply refused = app.http().post("/login").send().hasStatus(429).hasRetryAfter();
            assertThat(refused.text()).doesNotContain("quota-exceeded");
            assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_REDIS", "WEBFLUX_ON_REDIS"})
    void storeThatFailsClosesTheRoute(Stack stack) {
        try (RunningApp app = start(
                stack, "kv.redis.uri=redis://127.0.0.1:1", "kv.rate-limit.limits.login.on-store-failure=closed")) {
            app.http().post("/login").send().isProblem(503, "store-unavailable").hasRetryAfter();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_REDIS", "WEBFLUX_ON_REDIS"})
    void processLimitsOnItsOwnWhileTheStoreFails(Stack stack) {
        try (RunningApp app = start(stack, "kv.redis.uri=redis://127.0.0.1:1")) {
            app.http().post("/login").send().hasStatus(204);
            app.http().post("/login").send().isProblem(429, "quota-exceeded");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void nothingIsLimitedIfKvkitIsOff(Stack stack) {
        for (String off : List.of(
                "kv.enabled=false", "kv.rate-limit.enabled=false", "kv.rate-limit.limits.login.enabled=false")) {
            try (RunningApp app = start(stack, off)) {
                app.http().post("/login").send().hasStatus(204);
                app.http().post("/login").send().hasStatus(204);
            }
        }
    }

    @Test
    void spellingsThatTheServerResolvesAreTheSamePath() {
        try (RunningApp app = start(Stack.MVC_ON_MEMORY)) {
            app.http().post("/login").send().hasStatus(204);
            for (String path : List.of("/x/../login", "/./login", "//login", "/%2e/login", "/x/%2E%2e/login;a=b")) {
                app.http().post(path).send().isProblem(429, "quota-exceeded");
            }
            app.http().post("/x/login").send().hasStatus(204);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void withoutRoutesThereIsNoFilter(Stack stack) {
        try (RunningApp app = stack.start(List.of(logins(stack)))) {
            Class<?> filter = stack.servlet() ? RouteServletFilter.class : RouteWebFilter.class;
            assertThat(app.context().getBeansOfType(filter)).isEmpty();
        }
    }
}
