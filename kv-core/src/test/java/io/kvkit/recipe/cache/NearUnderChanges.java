package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads of many keys through a near cache while others change them and something happens: no read gives a value that was
 * removed longer ago than the maximum staleness, and none gives an old one after the changes have been heard of.
 */
final class NearUnderChanges implements AutoCloseable {

    static final NearSettings NEAR = NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON);
    static final CacheSettings SETTINGS = CacheOnRedis.lasting(600_000).withNear(NEAR);

    private static final int KEYS = 100;
    private static final int ENOUGH = 150;

    // So that many values are in the near cache when something happens.
    private static final long BETWEEN_NANOS = 1_000_000;

    private final Map<Key, Truth> truths = new LinkedHashMap<>();
    private final CacheOnRedis reader;
    private final Heard heard;
    private final Consumer<Key> removal;
    private final boolean signals;
    private final AtomicInteger changes = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /**
     * Creates reads through the near cache of a process.
     *
     * @param removal removes the value of a key; if the store fails, nobody has to notice
     */
    NearUnderChanges(KvStore store, Consumer<Key> removal) {
        this(store, removal, true);
    }

    /** Creates reads, perhaps of a store that never gives signals. */
    NearUnderChanges(KvStore store, Consumer<Key> removal, boolean signals) {
        this.signals = signals;
        this.reader = new CacheOnRedis(store, SETTINGS);
        this.heard = new Heard(store);
        this.removal = removal;
        for (int i = 0; i < KEYS; i++) {
            truths.put(CacheOnRedis.key("k" + i), new Truth(NEAR.maxStalenessMillis() * 1_000_000));
        }
        awaitAllUpTo(System.nanoTime());
    }

    private void awaitAllUpTo(long moment) {
        if (signals) {
            heard.awaitUpTo(moment);
        } else {
            Eventually.until(
                    "the maximum staleness", () -> System.nanoTime() - moment > NEAR.maxStalenessMillis() * 1_000_000);
        }
    }

    /** Returns whether the reader may miss changes for longer than its near cache is used. */
    boolean isSilent() {
        return heard.silenceNanos() > NEAR.maxStalenessMillis() * 1_000_000;
    }

    /** Lets something happen while values change and are read. */
    void during(Runnable event) {
        over = false;
        List<Thread> threads = List.of(started(this::change), started(this::readOn), started(this::readOn));
        awaitMoreChanges();
        event.run();
        awaitMoreChanges();
        over = true;
        threads.forEach(NearUnderChanges::awaitEnd);
        long end = System.nanoTime();
        awaitAllUpTo(end);
        truths.values().forEach(truth -> truth.settle(end));
        readAll();
        assertThat(failures).isEmpty();
        assertNearHits();
    }

    /** Does something while no change is under way. */
    synchronized void betweenChanges(Runnable work) {
        work.run();
    }

    /** Waits until the values have changed many times. */
    void awaitMoreChanges() {
        int enough = changes.get() + ENOUGH;
        Eventually.until("changes", () -> changes.get() >= enough || !failures.isEmpty());
    }

    private void assertNearHits() {
        int before = reader.count(Outcome.NEAR_HIT);
        readAll();
        readAll();
        assertThat(reader.count(Outcome.NEAR_HIT)).isGreaterThan(before);
    }

    private void change() {
        List<Key> keys = new ArrayList<>(truths.keySet());
        while (!over) {
            Key key = keys.get(changes.getAndIncrement() % KEYS);
            betweenChanges(() -> change(key));
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private void change(Key key) {
        try {
            truths.get(key).change(this, true, () -> removal.accept(key));
        } catch (KvException servers) {
            Thread.onSpinWait(); // they change
        }
    }

    private void readOn() {
        while (!over) {
            readAll();
        }
    }

    private void readAll() {
        truths.forEach(this::read);
    }

    private void read(Key key, Truth truth) {
        int atLeast = truth.atLeast(reader);
        Object value = reader.get(
                        CallStyle.STAGE, key, () -> CompletableFuture.completedFuture(Integer.toString(truth.now())))
                .join();
        assertThat(Integer.parseInt((String) value)).as(key.text()).isGreaterThanOrEqualTo(atLeast);
    }

    private Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((dead, e) -> failures.add(e));
        thread.start();
        return thread;
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
