package io.kvkit.spring.ratelimited.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.ratelimited.LiveLimits;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import io.kvkit.spring.web.ClientAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.server.PathContainer;

/** Routes without a server. */
class RouteLimitsTest {

    private static final Map<String, String> LOGIN = Map.of(
            "routes[0].path", "/login",
            "routes[0].limit", "login",
            "limits.login.limit", "5",
            "limits.login.window", "10d");

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    private RouteLimits limits(Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        LOGIN.forEach((name, value) -> all.put("kv.rate-limit." + name, value));
        more.forEach((name, value) -> all.put("kv.rate-limit." + name, value));
        all.values().removeIf(String::isEmpty);
        RateLimitProperties properties = new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("kv.rate-limit", RateLimitProperties.class);
        properties.check();
        Routes routes = new Routes(new LiveLimits(properties, () -> null, () -> null), new KeySpace("kv"), beans);
        // Time stands still, so no permit comes back.
        RateLimiter limiter =
                new RateLimiter(new InMemoryKvStore(() -> 1_755_907_200_000_000L, 1_000), KvListeners.NONE);
        return new RouteLimits(
                routes.of(properties.routes()),
                limiter.guard(),
                routes.texts(),
                new ClientAddress(List.of("10.0.0.0/8"), null),
                () -> "acme");
    }

    private static RouteRequest request(String method, String path, String client) {
        return new RouteRequest(
                method,
                List.of(PathContainer.parsePath(path)),
                path,
                "10.0.0.1",
                name -> name.equals("X-Forwarded-For") ? List.of(client) : List.of());
    }

    private static boolean passes(RouteLimits limits, String client) {
        RouteDecision decision = limits.decision(request("POST", "/login", client));
        assertThat(decision).isNotNull();
        return decision.now() instanceof Decision.Proceed;
    }

    @Test
    void addressesOfOneNetworkShareABucket() {
        RouteLimits limits = limits(Map.of());
        Random random = new Random(64);
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            String address = String.format(
                    "2001:db8:1:2:%x:%x:%x:%x",
                    random.nextInt(0x10000), random.nextInt(0x10000), random.nextInt(0x10000), random.nextInt(0x10000));
            passed += passes(limits, address) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(5);
        assertThat(passes(limits, "2001:db8:1:3::1")).isTrue();
        assertThat(passes(limits, "192.0.2.1")).isTrue();
    }

    @Test
    void headIsAnsweredByGet() {
        RouteLimits limits = limits(Map.of("routes[0].methods", "get"));
        assertThat(limits.decision(request("HEAD", "/login", "192.0.2.1"))).isNotNull();
        assertThat(limits.decision(request("GET", "/login", "192.0.2.1"))).isNotNull();
        assertThat(limits.decision(request("POST", "/login", "192.0.2.1"))).isNull();
        assertThat(limits.decision(request("GET", "/login/", "192.0.2.1"))).isNull();
        RouteLimits posts = limits(Map.of("routes[0].methods", "POST"));
        assertThat(posts.decision(request("HEAD", "/login", "192.0.2.1"))).isNull();
    }

    @Test
    void preflightIsNotLimitedUnlessARouteNamesItsMethod() {
        beans.addBean("customers", (RateLimitKeyResolver) call -> call.header("X-Customer"));
        RouteRequest preflight = options("Origin", "Access-Control-Request-Method");
        RouteLimits all = limits(Map.of("routes[0].key-resolver", "customers"));
        assertThat(all.decision(preflight)).isNull();
        assertThat(limits(Map.of("routes[0].methods", "OPTIONS")).decision(preflight))
                .isNotNull();
        for (String one : List.of("Origin", "Access-Control-Request-Method")) {
            assertThat(limits(Map.of()).decision(options(one))).isNotNull();
        }
    }

    private static RouteRequest options(String... headers) {
        return new RouteRequest(
                "OPTIONS",
                List.of(PathContainer.parsePath("/login")),
                "/login",
                "192.0.2.1",
                name -> List.of(headers).contains(name) ? List.of("POST") : List.of());
    }

    @Test
    void routesOfOneLimitChargeItOnce() {
        RouteLimits limits = limits(Map.of("routes[1].path", "/**", "routes[1].limit", "login"));
        for (int i = 0; i < 5; i++) {
            assertThat(passes(limits, "192.0.2.1")).isTrue();
        }
        assertThat(passes(limits, "192.0.2.1")).isFalse();
    }

    @Test
    void resolverSeesTheTenantAndItsBlankKeyIsNone() {
        beans.addBean("customers", (RateLimitKeyResolver) call -> {
            assertThat(call.tenant()).isEqualTo("acme");
            assertThat(call.ip()).isEqualTo("192.0.2.1");
            return call.header("X-Customer");
        });
        RouteLimits limits = limits(Map.of("routes[0].key-resolver", "customers"));
        assertThatThrownBy(() -> limits.decision(request("POST", "/login", "192.0.2.1")))
                .isInstanceOf(KvKeyException.class)
                .hasMessage("kv.rate-limit.routes[0].key-resolver: the key, or a part of it, is null or blank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes[0].path      | login   | .path=login does not begin with a slash",
                "routes[0].path      | /{a     | .path=/{a is no path pattern: ",
                "routes[0].path      |         | .path is not set",
                "routes[0].methods   | P0ST    | .methods=P0ST is no HTTP method",
                "routes[0].limit     |         | .limit is not set",
                "routes[0].limit     | logins  | .limit=logins: there is no limit with this name",
                "routes[0].key-resolver | me   | .key-resolver=me: there is no bean of type RateLimitKeyResolver"
            })
    void mistakesAreRefusedByTheirNames(String property, String value, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> limits(Map.of(property, value == null ? "" : value)))
                .withMessageStartingWith("kv.rate-limit.routes[0]" + problem);
    }
}
