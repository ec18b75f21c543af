package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvCache;
import io.kvkit.KvClient;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListener;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Every call counts once, whatever becomes of it; held on every store. */
@Timeout(180)
abstract class CallCountContract {

    private static final long SEED = Long.getLong("kvkit.cache.seed", 20_261_129);
    private static final int THREADS = 4;
    private static final List<String> STEPS = List.of("get", "claim", "complete", "fail", "invalidate", "tags");

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);

    abstract KvStore store();

    /** How many steps each thread makes. */
    abstract int steps();

    private static final class NoDatabase extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    private void count(CacheEvent event) {
        outcomes.incrementAndGet(event.outcome().ordinal());
    }

    private long counted() {
        return EnumSet.allOf(Outcome.class).stream()
                .filter(Outcome::isOfCall)
                .mapToLong(each -> outcomes.get(each.ordinal()))
                .sum();
    }

    private Set<Outcome> seen() {
        Set<Outcome> seen = EnumSet.allOf(Outcome.class);
        seen.removeIf(each -> outcomes.get(each.ordinal()) == 0);
        return seen;
    }

    @Test
    void outcomesOfCallsAreAsManyAsCalls() {
        FaultyKvStore store = new FaultyKvStore(store());
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(KvStore.class, () -> store)
                .withBean(KvListener.class, () -> event -> {
                    if (event instanceof CacheEvent told) {
                        count(told);
                    }
                })
                .withBean(CountedShop.class)
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        "kv.cache.defaults.lease=400ms",
                        "kv.cache.defaults.max-wait=200ms",
                        "kv.cache.defaults.retry-pause=20ms",
                        "kv.cache.defaults.near=on")
                .run(context -> mix(context, store));
        assertThat(seen())
                .contains(
                        Outcome.NEAR_HIT,
                        Outcome.HIT,
                        Outcome.MISS,
                        Outcome.JOINED,
                        Outcome.SKIPPED,
                        Outcome.ABSENT,
                        Outcome.STORE_FAILURE);
    }

    private void mix(ApplicationContext context, FaultyKvStore store) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CompletableFuture.allOf(IntStream.range(0, THREADS)
                            .mapToObj(thread -> CompletableFuture.runAsync(
                                    () -> new Caller(context, store, new Random(SEED + thread)).run(), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdown();
        }
        store.heal();
        Eventually.asserted(() -> assertThat(counted())
                .as("seed %s, outcomes %s of %s", SEED, outcomes, List.of(Outcome.values()))
                .isEqualTo(calls.get()));
    }

    /** One thread that makes calls of all kinds. */
    private final class Caller {

        private final CountedShop shop;
        private final KvCache<Integer, String> names;
        private final FaultyKvStore store;
        private final TransactionTemplate transaction = new TransactionTemplate(new NoDatabase());
        private final Random random;

        Caller(ApplicationContext context, FaultyKvStore store, Random random) {
            this.shop = context.getBean(CountedShop.class);
            this.names = context.getBean(KvClient.class).cache("names", String.class);
            this.store = store;
            this.random = random;
        }

        void run() {
            for (int i = 0; i < steps(); i++) {
                step(random.nextInt(4));
            }
        }

        private void step(int id) {
            switch (random.nextInt(15)) {
                case 0 -> call(() -> shop.name(id));
                case 1 -> call(() -> shop.nameLater(id).join());
                case 2 -> call(() -> shop.nameOf(id).block());
                case 3 -> call(() -> shop.evenName(id));
                case 4 -> call(() -> shop.tail("abcd".substring(id)));
                case 5 -> call(() -> shop.tagged(id));
                case 6 -> shop.changeTag(id % 2);
                case 7 -> shop.change(id);
                case 8 -> call(() -> shop.failing(id, random.nextBoolean()));
                case 9 -> call(() -> names.get(id));
                case 10 -> call(() -> names.get(id, () -> "computed"));
                case 11 -> call(() -> shop.slow(id).toCompletableFuture().join());
                case 12 -> call(() -> shop.nothing(id));
                case 13 -> transaction.executeWithoutResult(status -> together(id));
                default -> fault();
            }
        }

        private void together(int id) {
            call(() -> shop.name(id));
            call(() -> shop.name(id));
            shop.change(id);
            call(() -> shop.name(id));
            call(() -> shop.nameLater(id).join());
        }

        private void fault() {
            String step = STEPS.get(random.nextInt(STEPS.size()));
            store.failNext(1 + random.nextInt(3), step, Fault.values()[random.nextInt(Fault.values().length)]);
        }

        // What a call fails with is not the subject.
        private void call(Runnable call) {
            calls.incrementAndGet();
            try {
                call.run();
            } catch (RuntimeException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }
}
