package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Failures;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.RateLimitPlanProvider;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Limits by plan; held on every store. No permit comes back during a test. */
abstract class PlansContract {

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** The plans of accounts, which expressions ask for. */
    static class Accounts {

        private final Map<String, String> plans = new ConcurrentHashMap<>();

        void move(String user, String plan) {
            plans.put(user, plan);
        }

        public @Nullable String planOf(String user) {
            return plans.get(user);
        }
    }

    static class Desk {

        @RateLimited(name = "mail", key = "#user", plan = "@accounts.planOf(#user)", limit = 10, window = "10d")
        public String mail(String user) {
            return user;
        }

        @RateLimited(name = "mail", key = "#user", plan = "@accounts.planOf(#user)", limit = 10, window = "10d")
        public CompletableFuture<String> mailLater(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "mail", key = "#user", plan = "@accounts.planOf(#user)", limit = 10, window = "10d")
        public Mono<String> mailReactive(String user) {
            return Mono.just(user);
        }

        @RateLimited(
                name = "paced",
                key = "#user",
                plan = "@accounts.planOf(#user)",
                limit = 1,
                window = "10d",
                maxWait = "100d")
        public CompletableFuture<String> mailInTime(String user) {
            return CompletableFuture.completedFuture(user);
        }

        @RateLimited(name = "many", key = "#user", plan = "#plan", limit = 2, window = "10d", fallback = "few")
        @RateLimited(name = "all", limit = 1000, window = "10d")
        public String many(String user, String plan) {
            return "many";
        }

        String few(String user, String plan) {
            return "few";
        }
    }

    /** Answers when the test says so. */
    static class Provider implements RateLimitPlanProvider {

        private final List<String> asked = new CopyOnWriteArrayList<>();
        volatile CompletableFuture<List<Band>> answer = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<List<Band>> bands(String limit, String plan) {
            asked.add(limit + " " + plan);
            return answer;
        }

        void answers(long limit) {
            answer = CompletableFuture.completedFuture(bandsOf(limit));
        }

        static List<Band> bandsOf(long limit) {
            return List.of(Band.of(Algorithm.TOKEN_BUCKET, limit, Duration.ofDays(10)));
        }
    }

    @Test
    void userWithAnUpgradeDoesNotWaitBehindACallOfTheOldPlan() {
        app("kv.rate-limit.plans.pro.limits.paced.limit=100").run(context -> {
            Running running = new Running(context);
            Failures.join(running.desk().mailInTime("ann"));
            CompletableFuture<String> waiting = running.desk().mailInTime("ann");
            assertThat(waiting).isNotDone();
            running.accounts().move("ann", "pro");
            assertThat(running.desk().mailInTime("ann")).succeedsWithin(Duration.ofSeconds(60));
            assertThat(waiting).isNotDone();
            running.limits().change("paced", Map.of("enabled", "false"));
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(60));
        });
    }

    record Running(ApplicationContext context) {

        Desk desk() {
            return context.getBean(Desk.class);
        }

        Accounts accounts() {
            return context.getBean(Accounts.class);
        }

        Provider provider() {
            return context.getBean(Provider.class);
        }

        KvRateLimits limits() {
            return context.getBean(KvRateLimits.class);
        }

        long remaining(String user) {
            return context.getBean(KvClient.class).rateLimit("mail").peek(user).remaining();
        }
    }

    final ApplicationContextRunner app(String... properties) {
        return on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Desk.class)
                .withBean("accounts", Accounts.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.rate-limit.defaults.on-store-failure=closed",
                        // A busy machine must not make an answer late.
                        "kv.rate-limit.plan-timeout=1h",
                        "kv.rate-limit.plans.pro.limits.mail.limit=100",
                        "kv.rate-limit.plans.free.limits.mail.limit=3",
                        "kv.rate-limit.plans.both.limits.mail.bands[0].limit=12",
                        "kv.rate-limit.plans.both.limits.mail.bands[0].window=10d",
                        "kv.rate-limit.plans.both.limits.mail.bands[1].limit=5",
                        "kv.rate-limit.plans.both.limits.mail.bands[1].window=5d")
                .withPropertyValues(properties);
    }

    static void run(ApplicationContextRunner app, Consumer<Running> test) {
        app.run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(new Running(context));
        });
    }

    static void passes(int times, Runnable call) {
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
    void upgradeAdmitsTheNextCallOfAnExhaustedUser() {
        run(app(), running -> {
            Desk desk = running.desk();
            passes(10, () -> desk.mail("ann"));
            refused(() -> desk.mail("ann"));
            running.accounts().move("ann", "pro");
            desk.mail("ann");
            running.limits().change("mail", Map.of("limit", "100"));
            assertThat(running.remaining("ann")).isEqualTo(89);
        });
    }

    @Test
    void downgradeLeavesNothingAndNoDebt() {
        run(app(), running -> {
            Desk desk = running.desk();
            running.accounts().move("ann", "pro");
            passes(60, () -> desk.mail("ann"));
            running.accounts().move("ann", "free");
            RateLimitResult result = refused(() -> desk.mail("ann"));
            assertThat(result.remaining()).isZero();
            assertThat(result.limit()).isEqualTo(3);
            assertThat(result.retryAfter()).isBetween(Duration.ofHours(79), Duration.ofHours(80));
            running.accounts().move("ann", "pro");
            passes(40, () -> desk.mail("ann"));
            refused(() -> desk.mail("ann"));
        });
    }

    @Test
    void planMayHaveSeveralBands() {
        run(app(), running -> {
            running.accounts().move("ann", "both");
            passes(5, () -> running.desk().mail("ann"));
            assertThat(refused(() -> running.desk().mail("ann")).policies()).hasSize(2);
        });
    }

    @Test
    void unknownAndMissingPlansAreTheLimitItself() {
        run(app(), running -> {
            for (String plan : List.of("gold", " ", "")) {
                running.accounts().move("user " + plan, plan);
                passes(10, () -> running.desk().mail("user " + plan));
                refused(() -> running.desk().mail("user " + plan));
            }
        });
    }

    @Test
    void planStandsOnTheLimitAsItIsNow() {
        run(app("kv.rate-limit.plans.weekly.limits.mail.window=7d"), running -> {
            running.accounts().move("ann", "weekly");
            running.limits().change("mail", Map.of("limit", "2"));
            passes(2, () -> running.desk().mail("ann"));
            RateLimitResult result = refused(() -> running.desk().mail("ann"));
            assertThat(result.policies().get(0).band().window()).isEqualTo(Duration.ofDays(7));
            assertThatThrownBy(() -> running.limits().change("mail", Map.of("algorithm", "calendar-window")))
                    .isInstanceOf(KvConfigurationException.class);
            assertThat(running.limits().settings("mail").meter().bands())
                    .containsExactly(Band.of(Algorithm.TOKEN_BUCKET, 2, Duration.ofDays(10)));
        });
    }

    @Test
    void providerSaysWhatAPlanAllows() {
        run(app().withBean(Provider.class), running -> {
            Desk desk = running.desk();
            running.provider().answers(4);
            running.accounts().move("ann", "pro");
            passes(2, () -> desk.mail("ann"));
            Failures.join(desk.mailLater("ann"));
            desk.mailReactive("ann").block();
            assertThat(refused(() -> desk.mail("ann")).limit()).isEqualTo(4);
            refused(() -> Failures.join(desk.mailLater("ann")));
            refused(() -> desk.mailReactive("ann").block());
            assertThat(running.provider().asked).containsExactly("mail pro");
            passes(10, () -> desk.mail("bob"));
            assertThat(running.provider().asked).hasSize(1);
        });
    }

    @Test
    void callsOfAllKindsWaitForTheAnswer() {
        run(app().withBean(Provider.class), running -> {
            CompletableFuture<List<Band>> answer = new CompletableFuture<>();
            running.provider().answer = answer;
            running.accounts().move("ann", "pro");
            CompletableFuture<String> later = running.desk().mailLater("ann");
            CompletableFuture<String> reactive =
                    running.desk().mailReactive("ann").toFuture();
            CompletableFuture<String> plain =
                    CompletableFuture.supplyAsync(() -> running.desk().mail("ann"), task -> new Thread(task).start());
            Eventually.until(() -> running.provider().asked.size() == 1);
            assertThat(later).isNotDone();
            assertThat(reactive).isNotDone();
            assertThat(plain).isNotDone();
            answer.complete(Provider.bandsOf(4));
            assertThat(List.of(later.join(), reactive.join(), plain.join())).containsOnly("ann");
            running.desk().mail("ann");
            assertThat(refused(() -> running.desk().mail("ann")).limit()).isEqualTo(4);
            assertThat(running.provider().asked).hasSize(1);
        });
    }

    @Test
    void providerThatDoesNotKnowAPlanLeavesItToTheProperties() {
        run(app().withBean(Provider.class), running -> {
            running.accounts().move("ann", "free");
            passes(3, () -> running.desk().mail("ann"));
            refused(() -> running.desk().mail("ann"));
            running.accounts().move("bob", "gold");
            passes(10, () -> running.desk().mail("bob"));
            refused(() -> running.desk().mail("bob"));
        });
    }

    @Test
    void failingProviderLeavesTheLastKnownPlan() {
        run(app("kv.rate-limit.plan-ttl=0s").withBean(Provider.class), running -> {
            running.provider().answers(4);
            running.accounts().move("ann", "gold");
            running.desk().mail("ann");
            running.provider().answer = CompletableFuture.failedFuture(new IllegalStateException("down"));
            passes(3, () -> running.desk().mail("ann"));
            assertThat(refused(() -> running.desk().mail("ann")).limit()).isEqualTo(4);
            running.accounts().move("bob", "silver");
            passes(10, () -> running.desk().mail("bob"));
            assertThat(refused(() -> running.desk().mail("bob")).limit()).isEqualTo(10);
            assertThat(running.provider().asked).hasSizeGreaterThan(5);
        });
    }

    @Test
    void providerThatIsLateLeavesTheLimitItself() {
        run(app("kv.rate-limit.plan-timeout=1ms").withBean(Provider.class), running -> {
            CompletableFuture<List<Band>> answer = new CompletableFuture<>();
            running.provider().answer = answer;
            running.accounts().move("ann", "gold");
            passes(8, () -> running.desk().mail("ann"));
            assertThat(Failures.join(running.desk().mailLater("ann"))).isEqualTo("ann");
            assertThat(running.desk().mailReactive("ann").block()).isEqualTo("ann");
            assertThat(refused(() -> running.desk().mail("ann")).limit()).isEqualTo(10);
            answer.complete(Provider.bandsOf(11));
            running.desk().mail("ann");
            assertThat(refused(() -> running.desk().mail("ann")).limit()).isEqualTo(11);
        });
    }

    @Test
    void forgottenPlansAreAskedForAtTheNextCall() {
        run(app().withBean(Provider.class), running -> {
            running.provider().answers(1);
            running.accounts().move("ann", "gold");
            running.desk().mail("ann");
            running.provider().answers(2);
            refused(() -> running.desk().mail("ann"));
            running.limits().forgetPlans();
            running.desk().mail("ann");
            refused(() -> running.desk().mail("ann"));
        });
    }

    @Test
    void newAnswerCountsForCallsThatWaitAtOnce() {
        run(app().withBean(Provider.class), running -> {
            running.provider().answers(1);
            running.accounts().move("ann", "gold");
            running.accounts().move("bob", "gold");
            Failures.join(running.desk().mailInTime("ann"));
            List<CompletableFuture<String>> waiting =
                    List.of(running.desk().mailInTime("ann"), running.desk().mailInTime("ann"));
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            running.provider().answers(3);
            running.limits().forgetPlans();
            Failures.join(running.desk().mailInTime("bob"));
            assertThat(waiting).allSatisfy(call -> assertThat(call).succeedsWithin(Eventually.PATIENCE));
        });
    }

    @Test
    void planOfOneOfSeveralLimits() {
        run(app("kv.rate-limit.plans.pro.limits.many.limit=3").withBean(Provider.class), running -> {
            Desk desk = running.desk();
            passes(2, () -> assertThat(desk.many("ann", "free")).isEqualTo("many"));
            assertThat(desk.many("ann", "free")).isEqualTo("few");
            assertThat(desk.many("ann", "pro")).isEqualTo("many");
            assertThat(desk.many("ann", "pro")).isEqualTo("few");
            assertThat(desk.many("ann", null)).isEqualTo("few");
        });
    }
}
