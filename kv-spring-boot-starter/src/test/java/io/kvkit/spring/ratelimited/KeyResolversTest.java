package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Beans that say who is limited, outside requests, and their mistakes. */
@Tag("slow")
class KeyResolversTest {

    static class Service {

        @RateLimited(name = "mail", keyResolver = "users", limit = 1, window = "10d")
        public CompletableFuture<String> mail(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "all", limit = 1, window = "10d")
        public void all(String user) {}
    }

    @RestController
    static class Handler {

        @RateLimited(name = "page", limit = 1, window = "10d")
        @GetMapping("/page")
        public String page() {
            return "page";
        }
    }

    static class Unknown {

        @RateLimited(name = "mail", keyResolver = "usres", limit = 1, window = "10d")
        public void mail(String user) {}
    }

    static class Both {

        @RateLimited(name = "mail", key = "#user", keyResolver = "users", limit = 1, window = "10d")
        public void mail(String user) {}
    }

    private static ApplicationContextRunner app(Class<?> bean) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(bean)
                .withBean("users", RateLimitKeyResolver.class, () -> KeyResolversTest::user);
    }

    private static Object user(RateLimitKeyResolver.Call call) {
        assertThat(call.inRequest()).isFalse();
        assertThat(call.ip()).isNull();
        assertThat(call.network()).isNull();
        assertThat(call.principal()).isNull();
        assertThat(call.header("X-Api-Key")).isNull();
        assertThat(call.tenant()).isNull();
        Object user = call.arguments().get(0);
        if ("nobody".equals(user)) {
            throw new IllegalArgumentException("secret");
        }
        return call.limit().equals("mail") ? user : null;
    }

    @Test
    void servicesAreLimitedByTheBeanThatTheyName() {
        app(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(service.mail("ann").join()).isEqualTo("ann");
            assertThat(service.mail("bob").join()).isEqualTo("bob");
            assertThatThrownBy(() -> service.mail("ann").join())
                    .hasRootCauseInstanceOf(RateLimitExceededException.class);
            // The only resolver is that of controllers, not of other beans.
            service.all("ann");
            assertThatThrownBy(() -> service.all("bob")).isInstanceOf(RateLimitExceededException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void blankKeysAreRefused(String user) {
        app(Service.class)
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Service.class).mail(user).join())
                        .hasMessageContaining("@RateLimited(keyResolver) on ")
                        .hasMessageContaining("the key, or a part of it, is null or blank")
                        .isInstanceOfAny(KvKeyException.class, CompletionException.class));
    }

    @Test
    void failureOfABeanNamesItAndNoValue() {
        app(Service.class)
                .run(context -> assertThatThrownBy(() ->
                                context.getBean(Service.class).mail("nobody").join())
                        .hasMessageContaining("@RateLimited(keyResolver = \"users\") on ")
                        .hasMessageContaining("failed with IllegalArgumentException")
                        .hasMessageNotContaining("secret")
                        .isInstanceOfAny(KvExpressionException.class, CompletionException.class));
    }

    @Test
    void controllerOutsideARequestIsOneForAllCallers() {
        app(Handler.class).run(context -> {
            Handler handler = context.getBean(Handler.class);
            handler.page();
            assertThatThrownBy(handler::page).isInstanceOf(RateLimitExceededException.class);
        });
    }

    private static void assertRefused(ApplicationContextRunner app, String... messages) {
        app.run(context -> {
            for (String message : messages) {
                assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(KvConfigurationException.class.getName())
                        .hasStackTraceContaining(message);
            }
        });
    }

    @Test
    void mistakesFailStartup() {
        assertRefused(
                app(Unknown.class),
                "@RateLimited(keyResolver = \"usres\") on " + Unknown.class.getName() + ".mail(String)",
                "there is no bean of type RateLimitKeyResolver with this name. Define it, or write a key.");
        assertRefused(
                app(Both.class),
                "@RateLimited(keyResolver = \"users\") on " + Both.class.getName() + ".mail(String)",
                "key is set too. Set one of them.");
        ApplicationContextRunner second =
                app(Handler.class).withBean("networks", RateLimitKeyResolver.class, () -> call -> call.network());
        assertRefused(
                second,
                "@RateLimited(key) on " + Handler.class.getName() + ".page()",
                "there are several beans of type RateLimitKeyResolver: ",
                "users",
                "networks",
                "Write a key or keyResolver, or mark one of them as @Primary.");
        second.withBean(
                        "main",
                        RateLimitKeyResolver.class,
                        () -> call -> "main",
                        definition -> definition.setPrimary(true))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
