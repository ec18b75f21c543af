package io.kvkit.spring.outage;

import io.kvkit.call.Failures;
import io.kvkit.event.BreakerEvent;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.StoreCallEvent;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Witness witness;
    private final AtomicInteger calls = new AtomicInteger();

    private OutageRig(Site site, OutageShop shop, KvStore store, Witness witness, Pace pace) {
        this.shop = shop;
        this.store = (ResilientKvStore) store;
        this.witness = witness;
        this.payments = new Deliveries("payment", shop::pay, shop::payments);
        this.events = new Deliveries("event", shop::on, shop::events);
        this.load = new Load(pace.perSecond, pace.atOnce);
        kinds(pace.keys);
        kept(pace.keys, site);
    }

    /** Starts an application on a site, plays a scene, and ends the application. */
    static void play(Site site, Pace pace, Scene scene) {
        Witness witness = new Witness();
        application(site, witness).run(context -> {
            OutageShop shop = context.getBean(OutageShop.class);
            try (OutageRig rig = new OutageRig(site, shop, context.getBean(KvStore.class), witness, pace)) {
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
        return witness.takeovers.get();
    }

    /** The parts of the store whose circuit breaker opened. */
    Set<String> givenUp() {
        return witness.givenUp;
    }

    /** How many calls of the store failed without waiting, because a circuit breaker was open. */
    int refusedAtOnce() {
        return witness.refused.get();
    }

    /** How many calls of the store waited for their deadline. */
    int waitedInVain() {
        return witness.late.get();
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

    // What lies on servers that stay is served all the time.
    private void kept(int keys, Site site) {
        Namespace raw = Namespace.of("outage", "kv", "raw", Retention.KEPT);
        List<Key> kept = IntStream.range(0, keys)
                .mapToObj(id -> raw.key("kept" + id))
                .filter(site::keeps)
                .toList();
        if (!kept.isEmpty()) {
            load.add(
                    "keys of servers that stay",
                    () -> Failures.join(store.apply(kept.get(next(kept.size())), Values.increment(1, Ttl.NONE))),
                    Set.of());
        }
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

    private static ApplicationContextRunner application(Site site, Witness witness) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.key-prefix=outage", "kv.rate-limit.timeout=250ms")
                .withPropertyValues(site.properties().toArray(String[]::new))
                .withBean(KvListener.class, () -> witness)
                .withBean(OutageShop.class);
    }

    /** What the application told its listener. */
    private static final class Witness implements KvListener {

        private final AtomicInteger takeovers = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger late = new AtomicInteger();
        private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

        @Override
        public void onEvent(KvEvent event) {
            if (event instanceof OnceEvent once && once.outcome() == OnceEvent.Outcome.TAKEOVER) {
                takeovers.incrementAndGet();
            } else if (event instanceof StoreCallEvent call) {
                heard(call);
            } else if (event instanceof BreakerEvent change && change.to() == BreakerState.OPEN) {
                givenUp.add(change.part().toString());
            }
        }

        private void heard(StoreCallEvent call) {
            if (call.failure() == KvException.Kind.TIMEOUT) {
                late.incrementAndGet();
            } else if (call.outcome() == StoreCallEvent.Outcome.BREAKER_OPEN) {
                refused.incrementAndGet();
            }
        }
    }
}
