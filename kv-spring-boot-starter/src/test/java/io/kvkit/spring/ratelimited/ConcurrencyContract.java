package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.KvClient;
import io.kvkit.KvConcurrencyLimit;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.call.Failures;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Methods of which few calls run at the same time; held on every store. */
abstract class ConcurrencyContract {

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** Its calls run until their gate is opened. */
    static class Desk {

        private final Semaphore entered = new Semaphore(0);
        private volatile CompletableFuture<String> gate = new CompletableFuture<>();

        private CompletableFuture<String> run() {
            entered.release();
            return gate;
        }

        void awaitCall() {
            entered.acquireUninterruptibly();
        }

        CompletableFuture<String> gate() {
            return gate;
        }

        void close() {
            gate = new CompletableFuture<>();
        }

        @RateLimited(name = "print", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public String print(String user) {
            return Failures.join(run());
        }

        @RateLimited(name = "print", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public CompletableFuture<String> printLater(String user) {
            return run().thenApply(done -> done);
        }

        @RateLimited(name = "print", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public Mono<String> printReactive(String user) {
            return Mono.fromFuture(run(), true);
        }

        @RateLimited(name = "seat", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY, lease = "1m")
        @RateLimited(name = "rate", key = "#user", limit = 1, window = "10d")
        public String both(String user) {
            return user;
        }

        @RateLimited(
                name = "polite",
                key = "#user",
                limit = 1,
                algorithm = Algorithm.CONCURRENCY,
                fallback = "politely")
        public String polite(String user) {
            return user;
        }

        String politely(String user, RateLimitExceededException refusal) {
            return user + " waits for " + refusal.result().violated().get(0).name();
        }

        @RateLimited(name = "wide", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public String wide(String user) {
            return user;
        }

        @RateLimited(name = "steady", key = "#user", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public String steady(String user) {
            return user;
        }
    }

    record Running(ApplicationContext context) {

        Desk desk() {
            return context.getBean(Desk.class);
        }

        KvConcurrencyLimit limit(String name) {
            return context.getBean(KvClient.class).concurrencyLimit(name);
        }

        // Callers do not wait for the release.
        void awaitFree(String name, String user) {
            Eventually.until(() -> limit(name).peek(user).allowed());
        }
    }

    private void run(Consumer<Running> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class)))
                .withBean(Desk.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.rate-limit.limits.wide.limit=2",
                        "kv.rate-limit.limits.steady.algorithm=fixed-window",
                        "kv.rate-limit.limits.steady.window=10d",
                        "kv.rate-limit.limits.export.algorithm=concurrency",
                        "kv.rate-limit.limits.export.limit=2",
                        "kv.rate-limit.limits.export.lease=5s",
                        "kv.rate-limit.defaults.on-store-failure=closed")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    test.accept(new Running(context));
                });
    }

    @Test
    void limitChangesWhileCallsRun() {
        run(running -> {
            Desk desk = running.desk();
            KvRateLimits limits = running.context().getBean(KvRateLimits.class);
            CompletableFuture<String> first = desk.printLater("ann");
            desk.awaitCall();
            assertThat(refusedBy(desk.printLater("ann"))).containsExactly("print");
            limits.change("print", Map.of("limit", "2", "lease", "1m"));
            assertThat(limits.concurrencySettings("print"))
                    .isEqualTo(new ConcurrencySettings("print", 2, Duration.ofMinutes(1), OnStoreFailure.CLOSED));
            assertThat(running.limit("print").peek("ann").remaining()).isEqualTo(1);
            CompletableFuture<String> second = desk.printLater("ann");
            desk.awaitCall();
            limits.reset("print");
            assertThat(running.limit("print").peek("ann").remaining()).isZero();
            limits.change("print", Map.of("enabled", "false"));
            assertThat(limits.isEnabled("print")).isFalse();
            CompletableFuture<String> unlimited = desk.printLater("ann");
            desk.awaitCall();
            limits.reset("print");
            assertThat(refusedBy(desk.printLater("ann"))).containsExactly("print");
            desk.gate().complete("printed");
            List.of(first, second, unlimited).forEach(Failures::join);
            running.awaitFree("print", "ann");
            assertThat(running.limit("print").peek("ann").limit()).isEqualTo(1);
        });
    }

    @Test
    void changesThatDoNotFitAreRefused() {
        run(running -> {
            KvRateLimits limits = running.context().getBean(KvRateLimits.class);
            assertThatThrownBy(() -> limits.change("print", Map.of("window", "1m")))
                    .isInstanceOf(KvConfigurationException.class)
                    .hasMessageContaining("a property is set too that such a limit does not have");
            assertThatThrownBy(() -> limits.change("print", Map.of("limit", "1001")))
                    .isInstanceOf(KvConfigurationException.class)
                    .hasMessageContaining("from 1 to 1000");
            assertThatThrownBy(() -> limits.change("export", Map.of("algorithm", "fixed-window", "window", "1m")))
                    .isInstanceOf(KvPropertyException.class)
                    .hasMessageContaining("the limit is one of concurrent calls");
            assertThatThrownBy(() -> limits.change("steady", Map.of("algorithm", "concurrency")))
                    .isInstanceOf(KvPropertyException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> limits.settings("print"));
            assertThatIllegalArgumentException().isThrownBy(() -> limits.concurrencySettings("steady"));
            assertThat(limits.concurrencySettings("print").limit()).isEqualTo(1);
            limits.change("export", Map.of("limit", "3"));
            assertThat(running.limit("export").peek("ann").remaining()).isEqualTo(3);
        });
    }

    private static final List<BiFunction<Desk, String, CompletableFuture<String>>> STYLES = List.of(
            (desk, user) ->
                    CompletableFuture.supplyAsync(() -> desk.print(user), ConcurrencyContract::onAThreadOfItsOwn),
            Desk::printLater,
            (desk, user) -> desk.printReactive(user).toFuture());

    // Work that blocks must not hold the few threads of the common pool.
    private static void onAThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "desk");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<String> refusedBy(CompletableFuture<?> call) {
        Throwable refusal = Failures.unwrap(catchThrowable(() -> Failures.join(call)));
        assertThat(refusal).isInstanceOf(RateLimitExceededException.class);
        return ((RateLimitExceededException) refusal)
                .result().violated().stream().map(Policy::name).toList();
    }

    @Test
    void runningCallOfEveryStyleKeepsOthersOut() {
        run(running -> {
            Desk desk = running.desk();
            for (var style : STYLES) {
                CompletableFuture<String> call = style.apply(desk, "ann");
                desk.awaitCall();
                STYLES.forEach(
                        other -> assertThat(refusedBy(other.apply(desk, "ann"))).containsExactly("print"));
                desk.gate().complete("printed");
                assertThat(Failures.join(call)).isEqualTo("printed");
                running.awaitFree("print", "ann");
                assertThat(Failures.join(style.apply(desk, "bob"))).isEqualTo("printed");
                desk.awaitCall();
                running.awaitFree("print", "bob");
                desk.close();
            }
        });
    }

    @Test
    void callThatFailsFreesItsPermit() {
        run(running -> {
            Desk desk = running.desk();
            for (var style : STYLES) {
                CompletableFuture<String> call = style.apply(desk, "ann");
                desk.awaitCall();
                desk.gate().completeExceptionally(new IllegalStateException("no paper"));
                assertThatThrownBy(() -> Failures.join(call)).hasMessage("no paper");
                running.awaitFree("print", "ann");
                desk.close();
            }
        });
    }

    @Test
    void cancelledMonoRunsToItsEndAndThenFreesItsPermit() {
        run(running -> {
            Disposable call = running.desk().printReactive("ann").subscribe();
            running.desk().awaitCall();
            assertThat(running.limit("print").peek("ann").allowed()).isFalse();
            call.dispose();
            assertThat(running.limit("print").peek("ann").allowed()).isFalse();
            running.desk().gate().complete("printed");
            running.awaitFree("print", "ann");
        });
    }

    @Test
    void permitIsFreeIfARateLimitRefuses() {
        run(running -> {
            Desk desk = running.desk();
            assertThat(desk.both("ann")).isEqualTo("ann");
            running.awaitFree("seat", "ann");
            assertThat(refusedBy(CompletableFuture.supplyAsync(
                            () -> desk.both("ann"), ConcurrencyContract::onAThreadOfItsOwn)))
                    .containsExactly("rate");
            running.awaitFree("seat", "ann");
        });
    }

    @Test
    void rateLimitIsNotChargedIfNoPermitIsFree() {
        run(running -> {
            Desk desk = running.desk();
            try (Permit permit = running.limit("seat").tryAcquire("ann").orElseThrow()) {
                assertThat(permit.isHeld()).isTrue();
                assertThat(refusedBy(CompletableFuture.supplyAsync(
                                () -> desk.both("ann"), ConcurrencyContract::onAThreadOfItsOwn)))
                        .containsExactly("seat");
            }
            running.awaitFree("seat", "ann");
            assertThat(desk.both("ann")).isEqualTo("ann");
        });
    }

    @Test
    void fallbackAnswersRefusedCalls() {
        run(running -> {
            try (Permit permit = running.limit("polite").tryAcquire("ann").orElseThrow()) {
                assertThat(permit.isHeld()).isTrue();
                assertThat(running.desk().polite("ann")).isEqualTo("ann waits for polite");
                assertThat(running.desk().polite("bob")).isEqualTo("bob");
            }
        });
    }

    @Test
    void propertiesOverrideTheAnnotationAndStandAlone() {
        run(running -> {
            for (String name : List.of("wide", "export")) {
                KvConcurrencyLimit limit = running.limit(name);
                Permit first = limit.tryAcquire("ann").orElseThrow();
                assertThat(limit.peek("ann").limit()).isEqualTo(2);
                Permit second = limit.tryAcquire("ann").orElseThrow();
                assertThat(limit.tryAcquire("ann")).isEmpty();
                assertThat(limit.scoped("acme").peek("ann").remaining()).isEqualTo(2);
                first.close();
                running.awaitFree(name, "ann");
                second.close();
            }
            KvClient client = running.context().getBean(KvClient.class);
            assertThat(client.rateLimit("steady").tryAcquire("ann").remaining()).isZero();
            assertThatIllegalArgumentException().isThrownBy(() -> client.concurrencyLimit("steady"));
            assertThatIllegalArgumentException().isThrownBy(() -> client.rateLimit("print"));
            assertThatIllegalArgumentException().isThrownBy(() -> client.rateLimit("export"));
        });
    }
}
