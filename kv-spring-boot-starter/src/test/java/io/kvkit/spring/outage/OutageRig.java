package io.kvkit.spring.outage;

import io.kvkit.dedupe.DedupeObserver;
import io.kvkit.dedupe.EventInProgressException;
import io.kvkit.idempotency.IdempotencyInProgressException;
import io.kvkit.idempotency.IdempotencyObserver;
import io.kvkit.resilience.BreakerState;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application, the servers that it uses, and a load on each of its annotations. */
final class OutageRig implements AutoCloseable {

    private static final int SAMPLE = 20;

    /** What a test does with the application. */
    interface Scene {

        /** Plays it. */
        void play(OutageRig rig) throws Exception;
    }

    /**
     * How much is called.
     *
     * @param perSecond calls per second of each annotation
     * @param atOnce calls at once, of all annotations together
     * @param keys how many keys caches and limits have
     */
    record Pace(int perSecond, int atOnce, int keys) {}

    final OutageShop shop;
    final Deliveries payments;
    final Deliveries events;
    final Load load;
    private final ResilientKvStore store;
    private final AtomicInteger takeovers;
    private final AtomicInteger calls = new AtomicInteger();

    private OutageRig(OutageShop shop, KvStore store, AtomicInteger takeovers, Pace pace) {
        this.shop = shop;
        this.store = (ResilientKvStore) store;
        this.takeovers = takeovers;
        this.payments = new Deliveries("payment", shop::pay, shop::payments);
        this.events = new Deliveries("event", shop::on, shop::events);
        this.load = new Load(pace.perSecond, pace.atOnce);
        kinds(pace.keys);
    }

    /** Starts an application on a site, plays a scene, and ends the application. */
    static void play(Site site, Pace pace, Scene scene) {
        AtomicInteger takeovers = new AtomicInteger();
        application(site, takeovers).run(context -> {
            OutageShop shop = context.getBean(OutageShop.class);
            try (OutageRig rig = new OutageRig(shop, context.getBean(KvStore.class), takeovers, pace)) {
                scene.play(rig);
            }
        });
    }

    /** Whether the store decides about everything; only a limit that is closed without it tells a caller. */
    boolean isNormal() {
        try {
            payments.next();
            events.next();
            IntStream.range(0, SAMPLE).forEach(shop::closed);
            return breaker() == BreakerState.CLOSED;
        } catch (KvException | IdempotencyInProgressException | EventInProgressException notYet) {
            return false;
        }
    }

    BreakerState breaker() {
        return store.breaker();
    }

    /** How often a claim was taken over from an owner that was taken for dead. */
    int takeovers() {
        return takeovers.get();
    }

    @Override
    public void close() {
        load.close();
    }

    private void kinds(int keys) {
        Set<Class<? extends Throwable>> nothing = Set.of();
        load.add("@Cached", () -> shop.price(next(keys)), nothing);
        load.add("@CacheUpdate", () -> shop.reprice(next(keys)), nothing);
        load.add("@CacheInvalidate", on(() -> shop.stockChanged(next(keys))), nothing);
        load.add("@Idempotent", payments::next, Set.of(KvException.class, IdempotencyInProgressException.class));
        load.add("@DedupeEvent", events::next, Set.of(KvException.class, EventInProgressException.class));
        load.add("@RateLimited LOCAL", on(() -> shop.local(next(keys))), nothing);
        load.add("@RateLimited OPEN", on(() -> shop.open(next(keys))), nothing);
        load.add("@RateLimited CLOSED", on(() -> shop.closed(next(keys))), Set.of(KvException.class));
    }

    private int next(int keys) {
        return Math.floorMod(calls.getAndIncrement(), keys);
    }

    private static Callable<?> on(Runnable call) {
        return () -> {
            call.run();
            return null;
        };
    }

    private static ApplicationContextRunner application(Site site, AtomicInteger takeovers) {
        IdempotencyObserver payments =
                (outcome, key) -> count(takeovers, outcome == IdempotencyObserver.Outcome.TAKEOVER);
        DedupeObserver events = (outcome, key) -> count(takeovers, outcome == DedupeObserver.Outcome.TAKEOVER);
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.key-prefix=outage")
                .withPropertyValues(site.properties().toArray(String[]::new))
                .withBean(IdempotencyObserver.class, () -> payments)
                .withBean(DedupeObserver.class, () -> events)
                .withBean(OutageShop.class);
    }

    private static void count(AtomicInteger counter, boolean counts) {
        if (counts) {
            counter.incrementAndGet();
        }
    }
}
