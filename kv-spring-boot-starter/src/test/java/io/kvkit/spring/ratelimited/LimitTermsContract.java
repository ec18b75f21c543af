package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Failures;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What becomes of the decisions of a limit; held on every store. No permit comes back during a test. */
abstract class LimitTermsContract {

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    static class Desk {

        @RateLimited(name = "trial", key = "#user", limit = 2, window = "10d", mode = RateLimited.Mode.SHADOW)
        public String trial(String user) {
            return "plain";
        }

        @RateLimited(name = "trial", key = "#user", limit = 2, window = "10d", mode = RateLimited.Mode.SHADOW)
        public CompletableFuture<String> trialLater(String user) {
            return CompletableFuture.completedFuture("later");
        }

        @RateLimited(name = "trial", key = "#user", limit = 2, window = "10d", mode = RateLimited.Mode.SHADOW)
        public Mono<String> trialReactive(String user) {
            return Mono.just("reactive");
        }

        @RateLimited(name = "staged", key = "#user", limit = 1, window = "10d")
        public void staged(String user) {}

        @RateLimited(name = "login", key = "#user", limit = 3, window = "10d", chargeOn = RateLimited.ChargeOn.FAILURE)
        public String login(String user, boolean right) {
            return check(right);
        }

        @RateLimited(name = "login", key = "#user", limit = 3, window = "10d", chargeOn = RateLimited.ChargeOn.FAILURE)
        public CompletableFuture<String> loginLater(String user, boolean right) {
            return right
                    ? CompletableFuture.completedFuture("in")
                    : CompletableFuture.failedFuture(new IllegalArgumentException("wrong"));
        }

        @RateLimited(name = "login", key = "#user", limit = 3, window = "10d", chargeOn = RateLimited.ChargeOn.FAILURE)
        public Mono<String> loginReactive(String user, boolean right) {
            return Mono.fromSupplier(() -> check(right));
        }

        @RateLimited(name = "report", key = "#user", limit = 1, window = "10d")
        public String report(String user, boolean right) {
            return check(right);
        }

        @RateLimited(name = "paced", key = "#user", limit = 1, window = "20ms", maxWait = "60s")
        public String paced(String user) {
            return "plain";
        }

        @RateLimited(name = "paced", key = "#user", limit = 1, window = "20ms", maxWait = "60s")
        public CompletableFuture<String> pacedLater(String user) {
            return CompletableFuture.completedFuture("later");
        }

        @RateLimited(name = "paced", key = "#user", limit = 1, window = "20ms", maxWait = "60s")
        public Mono<String> pacedReactive(String user) {
            return Mono.just("reactive");
        }

        @RateLimited(name = "slow", key = "#user", limit = 1, window = "1d")
        public CompletableFuture<String> slow(String user) {
            return CompletableFuture.completedFuture("later");
        }

        @RateLimited(name = "slow", key = "#user", limit = 1, window = "1d")
        public Mono<String> slowReactive(String user) {
            return Mono.just("reactive");
        }

        @RateLimited(
                name = "ask",
                key = "#user",
                limit = 20,
                window = "10d",
                cost = "5",
                actualCost = "#result.length()")
        public String ask(String user, String answer) {
            if (answer.isEmpty()) {
                throw new IllegalArgumentException("wrong");
            }
            return answer;
        }

        @RateLimited(
                name = "ask",
                key = "#user",
                limit = 20,
                window = "10d",
                cost = "5",
                actualCost = "#result.length()")
        public CompletableFuture<String> askLater(String user, String answer) {
            return CompletableFuture.completedFuture(answer);
        }

        @RateLimited(
                name = "ask",
                key = "#user",
                limit = 20,
                window = "10d",
                cost = "5",
                actualCost = "#result.length()")
        public Mono<String> askReactive(String user, String answer) {
            return Mono.just(answer);
        }

        private static String check(boolean right) {
            if (!right) {
                throw new IllegalArgumentException("wrong");
            }
            return "in";
        }
    }

    record Running(ApplicationContext context) {

        Desk desk() {
            return context.getBean(Desk.class);
        }

        KvRateLimits limits() {
            return context.getBean(KvRateLimits.class);
        }

        RateLimitResult peek(String limit, String user) {
            return context.getBean(KvClient.class).rateLimit(limit).peek(user);
        }

        void changeMode(String limit, String mode) {
            limits().change(limit, Map.of("mode", mode));
        }
    }

    private void run(Consumer<Running> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Desk.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.rate-limit.limits.report.charge-on=success",
                        "kv.rate-limit.limits.staged.enforce-percent=50",
                        "kv.rate-limit.limits.slow.max-wait=2d",
                        "kv.rate-limit.limits.idle.limit=1",
                        "kv.rate-limit.limits.idle.window=10d",
                        "kv.rate-limit.limits.idle.mode=shadow",
                        "kv.rate-limit.defaults.on-store-failure=closed")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    test.accept(new Running(context));
                });
    }

    private static void refused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(RateLimitExceededException.class);
    }

    private static void wrong(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shadowModeRefusesNothingAndIsSwitchedWhileRunning() {
        run(running -> {
            Desk desk = running.desk();
            for (int i = 0; i < 5; i++) {
                assertThat(desk.trial("ann")).isEqualTo("plain");
                assertThat(Failures.join(desk.trialLater("ann"))).isEqualTo("later");
                assertThat(desk.trialReactive("ann").block()).isEqualTo("reactive");
            }
            assertThat(running.peek("trial", "ann").wouldRefuse()).isTrue();
            running.changeMode("trial", "enforce");
            refused(() -> desk.trial("ann"));
            refused(() -> Failures.join(desk.trialLater("ann")));
            refused(() -> desk.trialReactive("ann").block());
            assertThat(desk.trial("bob")).isEqualTo("plain");
            running.changeMode("trial", "shadow");
            assertThat(desk.trial("ann")).isEqualTo("plain");
        });
    }

    @Test
    void clientOfALimitInShadowModeIsToldAndPasses() {
        run(running -> {
            var idle = running.context().getBean(KvClient.class).rateLimit("idle");
            assertThat(idle.tryAcquire("ann").wouldRefuse()).isFalse();
            assertThat(idle.tryAcquire("ann").wouldRefuse()).isTrue();
            assertThat(idle.tryAcquire("ann").allowed()).isTrue();
            running.changeMode("idle", "enforce");
            assertThat(idle.tryAcquire("ann").allowed()).isFalse();
        });
    }

    @Test
    void shareOfTheKeysIsEnforcedAndGrowsWhileRunning() {
        run(running -> {
            List<String> half = lockedOut(running);
            assertThat(half).hasSizeBetween(1, 39);
            running.limits().change("staged", Map.of("enforce-percent", "80"));
            assertThat(lockedOut(running)).containsAll(half).hasSizeLessThan(40);
            running.limits().change("staged", Map.of("enforce-percent", "0"));
            assertThat(lockedOut(running)).isEmpty();
            running.limits().change("staged", Map.of("enforce-percent", "100"));
            assertThat(lockedOut(running)).hasSize(40);
            assertThatExceptionOfType(KvPropertyException.class)
                    .isThrownBy(() -> running.limits().change("staged", Map.of("enforce-percent", "101")))
                    .withMessageStartingWith("kv.rate-limit.limits.staged.enforce-percent=101 is out of range");
        });
    }

    private static List<String> lockedOut(Running running) {
        return IntStream.range(0, 40)
                .mapToObj(client -> "client" + client)
                .filter(client -> isLockedOut(running.desk(), client))
                .toList();
    }

    private static boolean isLockedOut(Desk desk, String client) {
        try {
            desk.staged(client);
            desk.staged(client);
            return false;
        } catch (RateLimitExceededException refusal) {
            return true;
        }
    }

    @Test
    void wrongLoginsLockAndRightOnesDoNot() {
        run(running -> {
            Desk desk = running.desk();
            for (int i = 0; i < 5; i++) {
                assertThat(desk.login("ann", true)).isEqualTo("in");
                assertThat(Failures.join(desk.loginLater("ann", true))).isEqualTo("in");
                assertThat(desk.loginReactive("ann", true).block()).isEqualTo("in");
            }
            assertThat(running.peek("login", "ann").remaining()).isEqualTo(3);
            wrong(() -> desk.login("ann", false));
            wrong(() -> Failures.join(desk.loginLater("ann", false)));
            wrong(() -> desk.loginReactive("ann", false).block());
            refused(() -> desk.login("ann", true));
            refused(() -> Failures.join(desk.loginLater("ann", true)));
            refused(() -> desk.loginReactive("ann", true).block());
        });
    }

    @Test
    void failedCallsAreFreeIfTheConfigurationChargesSuccesses() {
        run(running -> {
            Desk desk = running.desk();
            for (int i = 0; i < 5; i++) {
                wrong(() -> desk.report("ann", false));
            }
            assertThat(desk.report("ann", true)).isEqualTo("in");
            refused(() -> desk.report("ann", true));
            running.limits().change("report", Map.of("charge-on", "always"));
            wrong(() -> desk.report("bob", false));
            refused(() -> desk.report("bob", true));
        });
    }

    @Test
    void callsOfEveryKindWaitForTheirPermits() {
        run(running -> {
            Desk desk = running.desk();
            for (int i = 0; i < 3; i++) {
                assertThat(desk.paced("ann")).isEqualTo("plain");
                assertThat(Failures.join(desk.pacedLater("ann"))).isEqualTo("later");
                assertThat(desk.pacedReactive("ann").block()).isEqualTo("reactive");
            }
            running.limits().change("paced", Map.of("max-wait", "0s", "limit", "1", "window", "10d"));
            desk.paced("bob");
            refused(() -> desk.paced("bob"));
        });
    }

    @Test
    void callsThatNobodyWaitsForLeaveTheQueue() {
        run(running -> {
            Desk desk = running.desk();
            Failures.join(desk.slow("ann"));
            for (int i = 0; i < 5; i++) {
                Disposable reactive = desk.slowReactive("ann").subscribe();
                CompletableFuture<String> later = desk.slow("ann");
                reactive.dispose();
                later.cancel(false);
            }
            // If another call still waited, this one would wait behind it.
            running.context().getBean(KvClient.class).rateLimit("slow").reset("ann");
            assertThat(Failures.join(desk.slow("ann").orTimeout(60, TimeUnit.SECONDS)))
                    .isEqualTo("later");
        });
    }

    @Test
    void noMoreCallsWaitThanAllowed() {
        run(running -> {
            Desk desk = running.desk();
            Failures.join(desk.slow("ann"));
            running.limits().change("slow", Map.of("max-wait", "30d", "max-waiting", "1"));
            CompletableFuture<String> waiting = desk.slow("ann");
            CompletableFuture<String> other = desk.slow("ann");
            CompletableFuture.anyOf(waiting, other)
                    .handle((value, failure) -> assertThat(failure).isNotNull())
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThat(waiting.isDone() && other.isDone()).isFalse();
            waiting.cancel(false);
            other.cancel(false);
        });
    }

    @Test
    void callsAreSettledByTheirResults() {
        run(running -> {
            Desk desk = running.desk();
            assertThat(desk.ask("ann", "abc")).isEqualTo("abc");
            assertThat(running.peek("ask", "ann").remaining()).isEqualTo(17);
            Failures.join(desk.askLater("ann", "abcdefg"));
            assertThat(running.peek("ask", "ann").remaining()).isEqualTo(10);
            desk.askReactive("ann", "a").block();
            assertThat(running.peek("ask", "ann").remaining()).isEqualTo(9);
            wrong(() -> desk.ask("ann", ""));
            assertThat(running.peek("ask", "ann").remaining())
                    .as("of a failed call")
                    .isEqualTo(4);
            refused(() -> desk.ask("ann", "abc"));
            desk.ask("bob", "x".repeat(35));
            assertThat(running.peek("ask", "bob").remaining()).isZero();
            running.limits().change("ask", Map.of("charge-on", "success"));
            wrong(() -> desk.ask("eve", ""));
            assertThat(running.peek("ask", "eve").remaining()).isEqualTo(20);
        });
    }

    @Test
    void termsAreThoseOfTheNameThenOfTheAnnotation() {
        run(running -> {
            assertThat(running.limits().settings("trial").terms()).isEqualTo(LimitTerms.USUAL.with(LimitMode.SHADOW));
            assertThat(running.limits().settings("staged").terms()).isEqualTo(LimitTerms.USUAL.with(new LimitMode(50)));
            assertThat(running.limits().settings("report").terms()).isEqualTo(LimitTerms.USUAL.with(ChargeOn.SUCCESS));
            running.changeMode("staged", "shadow");
            assertThat(running.limits().settings("staged").terms().mode()).isEqualTo(LimitMode.SHADOW);
        });
    }
}
