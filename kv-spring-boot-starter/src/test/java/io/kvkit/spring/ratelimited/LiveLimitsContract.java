package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.KvRateLimit;
import io.kvkit.annotation.Band;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Failures;
import io.kvkit.meter.Algorithm;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Limits that change while the application runs; held on every store. No permit comes back during a test. */
abstract class LiveLimitsContract {

    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry("limt=5", "There is no property kv.rate-limit.limits.mail.limt"),
            Map.entry("bands[0].x=5", "There is no property kv.rate-limit.limits.mail.bands[0].x"),
            Map.entry("bands=5", "There is no property kv.rate-limit.limits.mail.bands"),
            Map.entry("limit=0", "kv.rate-limit.limits.mail.limit=0: it is not above zero"),
            Map.entry("limit=many", "kv.rate-limit.limits.mail.limit=many cannot be read"),
            Map.entry("limit= ", "kv.rate-limit.limits.mail.limit is empty"),
            Map.entry("window=5", "kv.rate-limit.limits.mail.window=5: "),
            Map.entry("window=0s", "kv.rate-limit.limits.mail.window=0s: it is zero"),
            Map.entry("algorithm=best", "kv.rate-limit.limits.mail.algorithm=best cannot be read"),
            Map.entry("bands[0].limit=5", "kv.rate-limit.limits.mail.bands[0] is not complete"),
            Map.entry("bands[1].limit=5", "kv.rate-limit.limits.mail.bands cannot be read"),
            Map.entry("on-store-failure=x", "kv.rate-limit.limits.mail.on-store-failure=x cannot be read"));

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Desk {

        @RateLimited(name = "mail", key = "#user", limit = 10, window = "10d")
        public void mail(String user) {}

        @RateLimited(name = "mail", key = "#user", limit = 10, window = "10d")
        public CompletableFuture<String> mailLater(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "mail", key = "#user", limit = 10, window = "10d")
        public Mono<String> mailReactive(String user) {
            return Mono.just(user);
        }

        @RateLimited(
                name = "strict",
                key = "#user",
                limit = 10,
                window = "1000d",
                algorithm = RateLimited.Algorithm.STRICT_WINDOW)
        public void strict(String user) {}

        @RateLimited(
                name = "fixed",
                key = "#user",
                limit = 10,
                window = "3000d",
                algorithm = RateLimited.Algorithm.FIXED_WINDOW)
        public void fixed(String user) {}

        @RateLimited(
                name = "several",
                key = "#user",
                bands = {@Band(limit = 3, window = "10d"), @Band(limit = 100, window = "100d")})
        public void several(String user) {}

        @RateLimited(name = "bulk", key = "#user", limit = 100, window = "10d", cost = "20")
        public void bulk(String user) {}

        @RateLimited(name = "one", key = "#user", limit = 1, window = "10d")
        @RateLimited(name = "all", limit = 5, window = "10d")
        public void both(String user) {}

        @RateLimited(name = "slow", key = "#user", limit = 1, window = "1000d", maxWait = "10000d")
        public CompletableFuture<String> slow(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "off", limit = 1, window = "10d")
        public void off() {}
    }

    record Running(ApplicationContext context) {

        Desk desk() {
            return context.getBean(Desk.class);
        }

        KvRateLimits limits() {
            return context.getBean(KvRateLimits.class);
        }

        KvRateLimit client(String name) {
            return context.getBean(KvClient.class).rateLimit(name);
        }
    }

    private void run(Consumer<Running> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Desk.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.rate-limit.limits.off.enabled=false",
                        "kv.rate-limit.limits.export.limit=2",
                        "kv.rate-limit.limits.export.window=10d",
                        "kv.rate-limit.defaults.on-store-failure=closed")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    test.accept(new Running(context));
                });
    }

    private static void passes(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static RateLimitResult refused(Runnable call) {
        try {
            call.run();
        } catch (RateLimitExceededException refusal) {
            return refusal.result();
        }
        throw new AssertionError("The call passed");
    }

    @Test
    void raiseAdmitsTheNextCallOfAnExhaustedKey() {
        run(running -> {
            Desk desk = running.desk();
            KvRateLimit client = running.client("mail");
            passes(10, () -> desk.mail("ann"));
            refused(() -> desk.mail("ann"));
            running.limits().change("mail", Map.of("limit", "100"));
            RateLimitSettings now = running.limits().settings("mail");
            assertThat(now.meter().bands())
                    .singleElement()
                    .satisfies(band -> assertThat(band.limit()).isEqualTo(100));
            desk.mail("ann");
            assertThat(client.peek("ann").remaining()).isEqualTo(89);
            assertThat(client.tryAcquire("ann").remaining()).isEqualTo(88);
            assertThat(client.peek("ann").limit()).isEqualTo(100);
        });
    }

    @Test
    void cutLeavesNothingAndNoDebt() {
        run(running -> {
            Desk desk = running.desk();
            running.limits().change("mail", Map.of("limit", "100"));
            passes(100, () -> desk.mail("ann"));
            passes(4, () -> desk.mail("bob"));
            running.limits().reset("mail");
            RateLimitResult result = refused(() -> desk.mail("ann"));
            assertThat(result.remaining()).isZero();
            assertThat(result.limit()).isEqualTo(10);
            // One of ten permits comes back each day.
            assertThat(result.retryAfter()).isBetween(Duration.ofHours(23), Duration.ofDays(1));
            passes(6, () -> desk.mail("bob"));
            refused(() -> desk.mail("bob"));
        });
    }

    @Test
    void windowsKeepWhatIsUsed() {
        run(running -> {
            Desk desk = running.desk();
            passes(10, () -> desk.strict("ann"));
            passes(10, () -> desk.fixed("ann"));
            running.limits().change("strict", Map.of("limit", "12"));
            running.limits().change("fixed", Map.of("limit", "12"));
            passes(2, () -> desk.strict("ann"));
            passes(2, () -> desk.fixed("ann"));
            running.limits().change("strict", Map.of("limit", "5"));
            running.limits().change("fixed", Map.of("limit", "5"));
            assertThat(refused(() -> desk.strict("ann")).remaining()).isZero();
            assertThat(refused(() -> desk.fixed("ann")).remaining()).isZero();
            running.limits().change("strict", Map.of("limit", "13"));
            running.limits().change("fixed", Map.of("limit", "13"));
            desk.strict("ann");
            desk.fixed("ann");
        });
    }

    @Test
    void methodsOfAllKindsFollow() {
        run(running -> {
            Desk desk = running.desk();
            passes(9, () -> desk.mail("ann"));
            running.limits().change("mail", Map.of("limit", "9"));
            refused(() -> desk.mail("ann"));
            refused(() -> Failures.join(desk.mailLater("ann")));
            refused(() -> desk.mailReactive("ann").block());
            running.limits().change("mail", Map.of("limit", "12"));
            desk.mail("ann");
            Failures.join(desk.mailLater("ann"));
            desk.mailReactive("ann").block();
            refused(() -> desk.mail("ann"));
        });
    }

    @Test
    void subscriptionUsesTheSettingsOfItsTime() {
        run(running -> {
            Mono<String> mail = running.desk().mailReactive("ann");
            running.limits().change("mail", Map.of("limit", "1"));
            mail.block();
            refused(mail::block);
        });
    }

    @Test
    void bandsReplaceALimitAndALimitReplacesBands() {
        run(running -> {
            Desk desk = running.desk();
            passes(3, () -> desk.several("ann"));
            refused(() -> desk.several("ann"));
            running.limits()
                    .change(
                            "several",
                            Map.of(
                                    "bands[0].limit", "4",
                                    "bands[0].window", "10d",
                                    "bands[1].limit", "6",
                                    "bands[1].calendar", "month"));
            desk.several("ann");
            assertThat(refused(() -> desk.several("ann")).policies()).hasSize(2);
            running.limits().change("several", Map.of("limit", "5", "window", "10d"));
            RateLimitSettings one = running.limits().settings("several");
            assertThat(one.meter().bands()).hasSize(1);
            desk.several("ann");
            refused(() -> desk.several("ann"));
            running.limits().reset("several");
            assertThat(running.limits().settings("several").meter().bands()).hasSize(2);
        });
    }

    @Test
    void changesAddUp() {
        run(running -> {
            running.limits().change("mail", Map.of("limit", "20"));
            running.limits().change("mail", Map.of("window", "1h", "on-store-failure", "open"));
            RateLimitSettings now = running.limits().settings("mail");
            assertThat(now.meter().bands())
                    .containsExactly(io.kvkit.meter.Band.of(Algorithm.TOKEN_BUCKET, 20, Duration.ofHours(1)));
            assertThat(now.onStoreFailure()).isEqualTo(OnStoreFailure.OPEN);
            running.limits().reset("mail");
            assertThat(running.limits().settings("mail").onStoreFailure()).isEqualTo(OnStoreFailure.CLOSED);
        });
    }

    @Test
    void callsThatWaitAndLaterOnesPassAfterAChange() {
        for (Map<String, String> change : List.of(
                Map.of("limit", "10"),
                Map.of("enabled", "false"),
                Map.of("mode", "shadow"),
                Map.of("window", "999d", "limit", "3"))) {
            run(running -> {
                Failures.join(running.desk().slow("ann"));
                CompletableFuture<String> waiting = running.desk().slow("ann");
                CompletableFuture<String> second = running.desk().slow("ann");
                assertThat(waiting).isNotDone();
                running.limits().change("slow", change);
                assertThat(waiting).as("%s", change).succeedsWithin(PATIENCE);
                assertThat(second).succeedsWithin(PATIENCE);
                assertThat(running.desk().slow("ann")).succeedsWithin(PATIENCE);
            });
        }
    }

    @Test
    void callsThatWaitAreRefusedIfTheyMayNotWaitAnyMore() {
        run(running -> {
            Failures.join(running.desk().slow("ann"));
            CompletableFuture<String> waiting = running.desk().slow("ann");
            running.limits().change("slow", Map.of("max-wait", "0s"));
            refused(() -> Failures.join(waiting));
        });
    }

    @Test
    void limitWithoutAnnotationFollows() {
        run(running -> {
            KvRateLimit export = running.client("export");
            passes(2, () -> assertThat(export.tryAcquire("ann").allowed()).isTrue());
            assertThat(export.tryAcquire("ann").allowed()).isFalse();
            running.limits().change("export", Map.of("limit", "3"));
            assertThat(export.tryAcquire("ann").allowed()).isTrue();
            assertThat(export.tryAcquire("ann").allowed()).isFalse();
            running.limits().reset("export");
            assertThat(export.peek("bob").limit()).isEqualTo(2);
        });
    }

    @Test
    void oneOfSeveralLimitsChanges() {
        run(running -> {
            Desk desk = running.desk();
            desk.both("ann");
            refused(() -> desk.both("ann"));
            running.limits().change("one", Map.of("limit", "2"));
            desk.both("ann");
            running.limits().change("all", Map.of("limit", "2"));
            refused(() -> desk.both("bob"));
            running.limits().change("all", Map.of("enabled", "false"));
            desk.both("bob");
            running.limits().change("one", Map.of("enabled", "false"));
            passes(5, () -> desk.both("bob"));
        });
    }

    @Test
    void disabledLimitCountsNothing() {
        run(running -> {
            Desk desk = running.desk();
            passes(10, () -> desk.mail("ann"));
            running.limits().change("mail", Map.of("enabled", "false"));
            assertThat(running.limits().isEnabled("mail")).isFalse();
            passes(5, () -> desk.mail("ann"));
            desk.mailReactive("ann").block();
            Failures.join(desk.mailLater("ann"));
            running.limits().change("mail", Map.of("enabled", "true"));
            assertThat(running.limits().isEnabled("mail")).isTrue();
            refused(() -> desk.mail("ann"));
            running.limits().change("mail", Map.of("limit", "11"));
            desk.mail("ann");
            refused(() -> desk.mail("ann"));
        });
    }

    @Test
    void wrongPropertyIsRefusedByItsName() {
        run(running -> {
            RateLimitSettings before = running.limits().settings("mail");
            WRONG.forEach((property, problem) -> {
                String[] parts = property.split("=", 2);
                assertThatExceptionOfType(KvPropertyException.class)
                        .as(property)
                        .isThrownBy(() -> running.limits().change("mail", Map.of(parts[0], parts[1], "zone", "CET")))
                        .withMessageStartingWith(problem);
                assertThat(running.limits().settings("mail")).isEqualTo(before);
            });
        });
    }

    @Test
    void contradictionsChangeNothing() {
        run(running -> {
            KvRateLimits limits = running.limits();
            RateLimitSettings before = limits.settings("mail");
            assertThatThrownBy(() -> limits.change("mail", Map.of("algorithm", "strict-window", "burst", "5")))
                    .isInstanceOf(KvConfigurationException.class)
                    .hasMessageContaining("a STRICT_WINDOW has no burst");
            assertThatThrownBy(() -> limits.change("mail", Map.of("limit", "5", "bands[0].limit", "5")))
                    .isInstanceOf(KvPropertyException.class)
                    .hasMessageContaining("has bands beside limit");
            assertThatThrownBy(() -> limits.change("several", Map.of("limit", "5")))
                    .isInstanceOf(KvConfigurationException.class)
                    .hasMessageContaining("there is no window");
            assertThatThrownBy(() -> limits.change("bulk", Map.of("limit", "19")))
                    .isInstanceOf(KvConfigurationException.class)
                    .hasMessageContaining("no call could ever pass, because there are never more than 19 permits");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limits.change("export", Map.of("calendar", "day", "burst", "3")))
                    .withMessageContaining("a calendar window has no burst");
            assertThat(limits.settings("mail")).isEqualTo(before);
            passes(5, () -> running.desk().bulk("ann"));
            assertThat(running.client("export").peek("ann").limit()).isEqualTo(2);
        });
    }

    @Test
    void unknownAndDisabledNamesAreRefused() {
        run(running -> {
            KvRateLimits limits = running.limits();
            for (Runnable asked : new Runnable[] {
                () -> limits.change("mial", Map.of("limit", "5")),
                () -> limits.settings("mial"),
                () -> limits.isEnabled("mial"),
                () -> limits.reset("mial")
            }) {
                assertThatIllegalArgumentException()
                        .isThrownBy(asked::run)
                        .withMessageStartingWith("There is no limit named \"mial\"");
            }
            assertThat(limits.isEnabled("off")).isFalse();
            assertThatExceptionOfType(KvPropertyException.class)
                    .isThrownBy(() -> limits.change("off", Map.of("enabled", "true")))
                    .withMessageContaining("the configuration disables the limit");
            passes(3, () -> running.desk().off());
        });
    }
}
