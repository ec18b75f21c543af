package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.KvClient;
import io.kvkit.KvRateLimit;
import io.kvkit.annotation.RateLimited;
import io.kvkit.event.KvListener;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Limits in memory whose calls mostly take the short way: what they count is what all others see. No permit comes back
 * during a test.
 */
class LimitShortcutTest {

    private static final int BOUND = 60;
    private static final String NEVER = "3000d";

    static class Desk {

        @RateLimited(name = "keyless", limit = 10, window = NEVER)
        public void keyless(String ignored) {}

        @RateLimited(name = "constant", key = "'all'", limit = 10, window = NEVER)
        public void constant(String ignored) {}

        @RateLimited(name = "region", key = "'${desk.region}'", limit = 10, window = NEVER)
        public void region(String ignored) {}

        @RateLimited(name = "versioned", key = "{'v1', #user}", limit = 10, window = NEVER)
        public void versioned(String user) {}

        @RateLimited(name = "mail", key = "#user", limit = 10, window = NEVER)
        public void mail(String user) {}

        @RateLimited(name = "each", key = "#user", limit = 100, window = NEVER)
        @RateLimited(name = "both", limit = 10, window = NEVER)
        public void both(String user) {}

        @RateLimited(name = "hot", limit = 700, window = NEVER)
        public void hot() {}

        @RateLimited(name = "changing", limit = 100, window = NEVER)
        public void changing() {}

        @RateLimited(name = "bulk", key = "#user", limit = 10, window = NEVER, cost = "4")
        public void bulk(String user) {}

        @RateLimited(name = "free", key = "#user", limit = 1, window = NEVER, cost = "0")
        public void free(String user) {}

        @RateLimited(name = "told", limit = 10, window = NEVER)
        public void told() {}

        @RateLimited(
                name = "fixed",
                key = "#user",
                limit = 10,
                window = NEVER,
                algorithm = RateLimited.Algorithm.FIXED_WINDOW)
        public void fixed(String user) {}
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({KvAutoConfiguration.class, KvOperationAutoConfiguration.class})
    static class App {

        @Bean
        Desk desk() {
            return new Desk();
        }

        @Bean
        KvListener listener() {
            return event -> {
                if (event instanceof RateLimitEvent decided && decided.name().equals("told")) {
                    OUTCOMES.get(decided.outcome()).incrementAndGet();
                }
            };
        }
    }

    private static final Map<Outcome, AtomicInteger> OUTCOMES = Map.of(
            Outcome.ALLOWED, new AtomicInteger(),
            Outcome.REFUSED, new AtomicInteger(),
            Outcome.WOULD_REFUSE, new AtomicInteger());

    private static ConfigurableApplicationContext context;
    private static Desk desk;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "kv.store=memory",
                        "kv.memory.max-entries=" + BOUND,
                        "desk.region=eu",
                        "kv.rate-limit.limits.flood.limit=1",
                        "kv.rate-limit.limits.flood.window=" + NEVER)
                .run();
        desk = context.getBean(Desk.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static KvRateLimit client(String name) {
        return context.getBean(KvClient.class).rateLimit(name);
    }

    private static long left(String name, Object key) {
        return client(name).peek(key).remaining();
    }

    private static boolean passes(Runnable call) {
        try {
            call.run();
            return true;
        } catch (RateLimitExceededException refusal) {
            return false;
        }
    }

    private static void passesTenTimes(Runnable call) {
        for (int i = 0; i < 10; i++) {
            call.run();
        }
        assertThatExceptionOfType(RateLimitExceededException.class)
                .isThrownBy(call::run)
                .satisfies(refusal -> assertThat(refusal.result().violated()).hasSize(1));
        assertThat(passes(call)).isFalse();
    }

    @Test
    void limitWithoutKeyIsOneForAllArguments() {
        AtomicInteger argument = new AtomicInteger();
        passesTenTimes(() -> desk.keyless("a" + argument.incrementAndGet()));
    }

    @Test
    void constantKeyIsOneForAllArguments() {
        AtomicInteger argument = new AtomicInteger();
        passesTenTimes(() -> desk.constant("a" + argument.incrementAndGet()));
        assertThat(left("constant", "all")).isZero();
    }

    @Test
    void placeholderIsResolvedOnce() {
        passesTenTimes(() -> desk.region("a"));
        assertThat(left("region", "eu")).isZero();
    }

    @Test
    void constantBesideAnArgumentIsPartOfTheKey() {
        passesTenTimes(() -> desk.versioned("ann"));
        assertThat(left("versioned", List.of("v1", "ann"))).isZero();
        assertThat(left("versioned", List.of("v1", "bob"))).isEqualTo(10);
        desk.versioned("bob");
    }

    @Test
    void severalLimitsDecideTogether() {
        AtomicInteger argument = new AtomicInteger();
        passesTenTimes(() -> desk.both("a" + argument.incrementAndGet() % 2));
        assertThat(left("each", "a0") + left("each", "a1")).isEqualTo(190);
    }

    @Test
    void callerOfTheMethodAndOfTheClientShareThePermits() {
        KvRateLimit client = client("mail");
        for (int i = 1; i <= 5; i++) {
            desk.mail("ann");
            assertThat(client.tryAcquire("ann").remaining()).isEqualTo(10 - 2 * i);
        }
        assertThat(passes(() -> desk.mail("ann"))).isFalse();
        assertThat(client.tryAcquire("ann").allowed()).isFalse();
    }

    @Test
    void resetAndRefundCountForTheNextCall() {
        for (String user : List.of("rose", "ruth")) {
            passesTenTimes(() -> desk.mail(user));
            client("mail").refund(user, 3);
            desk.mail(user);
            assertThat(left("mail", user)).isEqualTo(2);
            client("mail").reset(user);
            assertThat(left("mail", user)).isEqualTo(10);
            passesTenTimes(() -> desk.mail(user));
        }
        passesTenTimes(() -> desk.fixed("rose"));
        client("fixed").reset("rose");
        passesTenTimes(() -> desk.fixed("rose"));
    }

    @Test
    void keyThatWasDroppedIsCountedInItsNewRecord() {
        for (int round = 0; round < 3; round++) {
            desk.mail("eve");
            desk.fixed("eve");
            KvRateLimit flood = client("flood");
            for (int i = 0; i < 2 * BOUND; i++) {
                flood.tryAcquire(round + "-" + i);
            }
            assertThat(left("mail", "eve")).isEqualTo(10);
            passesTenTimes(() -> desk.mail("eve"));
            passesTenTimes(() -> desk.fixed("eve"));
            client("mail").reset("eve");
            client("fixed").reset("eve");
        }
    }

    @Test
    void callCostsWhatItsMethodSays() {
        desk.bulk("ann");
        desk.bulk("ann");
        assertThat(passes(() -> desk.bulk("ann"))).isFalse();
        assertThat(left("bulk", "ann")).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            desk.free("ann");
        }
        assertThat(left("free", "ann")).isEqualTo(1);
    }

    @Test
    void everyCallIsTold() {
        passesTenTimes(desk::told);
        assertThat(OUTCOMES.get(Outcome.ALLOWED)).hasValue(10);
        assertThat(OUTCOMES.get(Outcome.REFUSED)).hasValue(2);
    }

    @Test
    void exactlyTheLimitIsGrantedToThreads() throws Exception {
        assertThat(granted(4, 300, desk::hot)).isEqualTo(700);
        context.getBean(KvRateLimits.class).change("hot", Map.of("limit", "900"));
        assertThat(granted(4, 300, desk::hot)).isEqualTo(200);
    }

    @Test
    void limitChangesWhileThreadsUseIt() throws Exception {
        KvRateLimits limits = context.getBean(KvRateLimits.class);
        AtomicLong calls = new AtomicLong();
        long granted = granted(4, 200, () -> {
            if (calls.incrementAndGet() % 50 == 0) {
                limits.change("changing", Map.of("limit", calls.get() % 100 == 0 ? "100" : "90"));
            }
            desk.changing();
        });
        assertThat(granted).isBetween(90L, 100L);
        limits.change("changing", Map.of("limit", "120"));
        assertThat(granted + granted(4, 200, desk::changing)).isEqualTo(120);
        limits.change("changing", Map.of("enabled", "false"));
        assertThat(granted(1, 5, desk::changing)).isEqualTo(5);
        limits.reset("changing");
        assertThat(passes(desk::changing)).isFalse();
    }

    private static long granted(int threads, int times, Runnable call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<Long> count = new CompletableFuture<>();
            counts.add(count);
            Thread thread = new Thread(() -> {
                try {
                    start.await(30, TimeUnit.SECONDS);
                    long passed = 0;
                    for (int k = 0; k < times; k++) {
                        passed += passes(call) ? 1 : 0;
                    }
                    count.complete(passed);
                } catch (Throwable e) {
                    count.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        long granted = 0;
        for (CompletableFuture<Long> count : counts) {
            granted += count.get(60, TimeUnit.SECONDS);
        }
        return granted;
    }
}
