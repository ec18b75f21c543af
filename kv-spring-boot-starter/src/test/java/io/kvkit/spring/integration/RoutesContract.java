package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.RateLimitKeyResolver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What limits of routes promise. The logins are answered by a filter, as by that of Spring Security. */
abstract class RoutesContract extends HttpContract {

    RoutesContract(Stack stack) {
        super(
                stack,
                List.of(
                        stack.servlet() ? RouteLogins.OfServlets.class : RouteLogins.OfWebFlux.class,
                        Files.class,
                        Resolvers.class),
                "kv.rate-limit.routes[0].path=/login",
                "kv.rate-limit.routes[0].methods=post",
                "kv.rate-limit.routes[0].limit=login",
                "kv.rate-limit.routes[1].path=/files/{name}",
                "kv.rate-limit.routes[1].methods=GET,PUT",
                "kv.rate-limit.routes[1].limit=files",
                "kv.rate-limit.routes[1].key-resolver=customers",
                "kv.rate-limit.routes[2].path=/**",
                "kv.rate-limit.routes[2].limit=all",
                "kv.rate-limit.routes[2].key-resolver=customers",
                "kv.rate-limit.trusted-proxies=127.0.0.1",
                "kv.rate-limit.limits.login.limit=2",
                "kv.rate-limit.limits.login.window=10d",
                "kv.rate-limit.limits.files.limit=2",
                "kv.rate-limit.limits.files.window=10d",
                "kv.rate-limit.limits.all.limit=1000",
                "kv.rate-limit.limits.all.window=10d",
                "kv.rate-limit.limits.all.enabled=false");
    }

    @RestController
    static class Files {

        @RateLimited(name = "reads", key = "#name", limit = 5, window = "10d")
        @GetMapping("/files/{name}")
        public String read(@PathVariable String name) {
            return "text of " + name;
        }

        @GetMapping("/free")
        public String free() {
            return "free";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolvers {

        @Bean
        RateLimitKeyResolver customers() {
            return call -> {
                assertThat(call.inRequest()).isTrue();
                assertThat(call.limit()).isEqualTo("files");
                assertThat(call.arguments()).isEmpty();
                assertThat(call.principal()).isNull();
                return call.header("X-Customer");
            };
        }
    }

    /** The logins that were reached. */
    static final AtomicInteger LOGINS = new AtomicInteger();

    private String client;

    @BeforeEach
    void newClient() {
        client = "2001:db8:" + key.substring(0, 4) + ":" + key.substring(4, 8) + "::1";
    }

    @AfterEach
    void forgetChanges() {
        app.bean(KvRateLimits.class).reset("login");
    }

    private Http.Call login(String path) {
        return http.post(path).header("X-Forwarded-For", client);
    }

    @Test
    void pathThatAFilterAnswersIsLimited() {
        int before = LOGINS.get();
        for (int left = 1; left >= 0; left--) {
            Reply granted = login("/login").send().hasStatus(204);
            assertThat(granted.header("RateLimit-Policy")).isEqualTo("\"login\";q=2;w=864000");
            assertThat(granted.header("RateLimit")).startsWith("\"login\";r=" + left + ";t=");
        }
        Reply refused = login("/login").send().isProblem(429, "quota-exceeded").hasRetryAfter();
        assertThat(refused.header("RateLimit")).startsWith("\"login\";r=0;t=");
        assertThat(refused.text())
                .contains(
                        "\"violated-policies\":[\"login\"]",
                        "\"instance\":\"/login\"",
                        "\"status\":429",
                        "\"title\":\"Quota exceeded\"");
        assertThat(LOGINS).hasValue(before + 2);
    }

    @Test
    void clientIsItsNetworkBehindTrustedProxies() {
        login("/login").send().hasStatus(204);
        String same = client.replace("::1", "::2:3");
        http.post("/login")
                .header("X-Forwarded-For", "192.0.2.1, " + same)
                .send()
                .hasStatus(204);
        login("/login").send().isProblem(429, "quota-exceeded");
        http.post("/login")
                .header("X-Forwarded-For", "198.51.100." + Math.floorMod(key.hashCode(), 200))
                .send()
                .hasStatus(204);
    }

    @Test
    void otherSpellingsOfThePathAreTheSamePath() {
        login("/login;a=b").send().hasStatus(204);
        login("/%6Cogin?next=/").send().hasStatus(204);
        login("/login").send().isProblem(429, "quota-exceeded");
    }

    @Test
    void otherMethodsAndPathsAreNotLimited() {
        for (int i = 0; i < 4; i++) {
            assertThat(http.get("/login")
                            .header("X-Forwarded-For", client)
                            .send()
                            .header("RateLimit"))
                    .isNull();
            assertThat(http.get("/free").send().hasStatus(200).header("RateLimit"))
                    .isNull();
        }
        login("/login").send().hasStatus(204);
    }

    @Test
    void beanSaysWhoIsLimitedAndBothLimitsAreShown() {
        Http.Call call = http.get("/files/" + key).header("X-Customer", key);
        Reply granted = call.send().hasStatus(200);
        assertThat(granted.header("RateLimit")).contains("\"files\";r=1;t=", "\"reads\";r=4;t=");
        call.send().hasStatus(200);
        Reply refused = call.send().isProblem(429, "quota-exceeded");
        assertThat(refused.header("RateLimit")).contains("\"files\";r=0;t=").doesNotContain("reads");
        http.get("/files/" + key).header("X-Customer", "not " + key).send().hasStatus(200);
        http.get("/files/" + key).send().isProblem(400, "key-missing");
        http.get("/files/" + key).header("X-Customer", " ").send().isProblem(400, "key-missing");
    }

    @Test
    void limitOfARouteChangesAtRunTime() {
        KvRateLimits limits = app.bean(KvRateLimits.class);
        login("/login").send().hasStatus(204);
        login("/login").send().hasStatus(204);
        login("/login").send().isProblem(429, "quota-exceeded");
        limits.change("login", Map.of("limit", "3"));
        login("/login").send().hasStatus(204);
        login("/login").send().isProblem(429, "quota-exceeded");
        limits.change("login", Map.of("enabled", "false"));
        assertThat(login("/login").send().hasStatus(204).header("RateLimit")).isNull();
    }
}
