package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies of values that another program changes and this one reads, while something happens to the signals. */
final class CopiesUnderWrites implements AutoCloseable {

    static final Namespace NAMESPACE = Namespace.of("t", "cache", "copied", Retention.EVICTABLE);

    // So many that what changed unheard of is not written again, and heard of, before the copies are compared.
    private static final int KEYS = 2_000;
    private static final int ENOUGH = 50;

    private final List<Key> keys = keys();
    private final Copies copies;
    private final Subscription subscription;
    private final BiConsumer<Key, String> writing;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /** Listens to the signals of a store, and waits until they arrive. */
    CopiesUnderWrites(KvStore store, BiConsumer<Key, String> writing) {
        this.copies = new Copies(store);
        this.writing = writing;
        this.subscription = store.signals().orElseThrow().listen(NAMESPACE, copies);
        Eventually.until("signals that arrive", () -> subscription.silenceNanos() < Long.MAX_VALUE);
    }

    /** Copies from one store what is written through another one, or not if its servers are just changing. */
    static CopiesUnderWrites by(KvStore writer, KvStore reader) {
        return new CopiesUnderWrites(reader, (key, value) -> {
            try {
                Failures.join(writer.set(key, value.getBytes(StandardCharsets.UTF_8), Ttl.NONE));
            } catch (KvException e) {
                Thread.onSpinWait();
            }
        });
    }

    /** The keys that change. */
    static List<Key> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> NAMESPACE.key("k" + i)).toList();
    }

    Subscription subscription() {
        return subscription;
    }

    boolean hasHeardOf(Key key) {
        return copies.haveHeardOf(key);
    }

    int alarms() {
        return copies.alarms();
    }

    /** Does something while values change and are copied, and then asserts that no copy is older than the promise. */
    void during(Runnable event) {
        over = false;
        List<Thread> threads = List.of(started(this::write), started(this::read));
        awaitMoreWrites();
        event.run();
        awaitMoreWrites();
        over = true;
        threads.forEach(CopiesUnderWrites::awaitEnd);
        assertThat(failure.get()).isNull();
        long end = System.nanoTime();
        Eventually.until("signals up to the end", () -> hasHeardOf(end));
        copies.all().forEach((key, copy) -> assertThat(copy).as(key.text()).isEqualTo(copies.stored(key)));
    }

    private boolean hasHeardOf(long moment) {
        long now = System.nanoTime();
        return subscription.silenceNanos() < now - moment;
    }

    private void write() {
        while (!over) {
            int number = written.incrementAndGet();
            writing.accept(keys.get(number % KEYS), "v" + number);
        }
    }

    private void read() {
        while (!over) {
            for (Key key : keys) {
                try {
                    copies.read(key);
                } catch (KvException e) {
                    Thread.onSpinWait(); // the servers change
                }
            }
        }
    }

    private void awaitMoreWrites() {
        int enough = written.get() + ENOUGH;
        Eventually.until("writes", () -> written.get() >= enough);
    }

    private Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((dead, e) -> failure.set(e));
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
        subscription.close();
    }
}
