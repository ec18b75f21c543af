package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Namespace;
import io.kvkit.tck.ForwardingKvStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers in a hurry while the truth changes: a read gives at least the truth of the last change before its start. */
@Tag("slow")
@Timeout(180)
class NearRaceTest {

    private static final int CHANGES = Integer.getInteger("kvkit.cache.runs", 100) * 20;
    private static final int READERS = 3;
    private static final Key KEY =
            Namespace.of("test", "cache", "races", Key.Retention.EVICTABLE).key("1");
    private static final CacheCall CALL = CacheCall.of(
            KEY,
            CacheSettings.of("races", 600_000).withNear(NearSettings.BUILT_IN.withMode(Mode.ON)),
            ResultCodec.of(new JacksonCodec(), Integer.class));

    private final AtomicInteger truth = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger nearHits = new AtomicInteger();
    private final PlainDriver driver = new PlainDriver(Runnable::run);

    @Test
    void invalidationsOfThisProcessOnMemory() throws Throwable {
        race(new Slow(new InMemoryKvStore()), cache -> Failures.join(cache.invalidate(KEY)));
    }

    @Test
    void changesOfOthersOnMemory() throws Throwable {
        KvStore store = new Slow(new InMemoryKvStore());
        race(store, cache -> Failures.join(store.delete(KEY)));
    }

    @Test
    void invalidationsOfThisProcessWithSignalsThatNeverCome() throws Throwable {
        FarStore far = new FarStore(new Slow(new InMemoryKvStore()));
        far.holdSignals();
        race(far, cache -> Failures.join(cache.invalidate(KEY)));
    }

    @Test
    void changesOfOthersInAFarStore() throws Throwable {
        FarStore far = new FarStore(new Slow(new InMemoryKvStore()));
        race(far, cache -> Failures.join(far.delete(KEY)));
    }

    private void race(KvStore store, Consumer<Cache> change) throws Throwable {
        try (Cache cache =
                new Cache(store, Timer.system("races"), KvListeners.of(event -> nearHits.incrementAndGet()))) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                CompletableFuture<Void> reader = new CompletableFuture<>();
                readers.add(reader);
                new Thread(() -> end(reader, cache)).start();
            }
            for (int i = 1; i <= CHANGES; i++) {
                truth.set(i);
                change.accept(cache);
                changed.set(i);
                read(cache);
                read(cache);
            }
            truth.set(Integer.MAX_VALUE);
            for (var reader : readers) {
                reader.join();
            }
        }
    }

    private void end(CompletableFuture<Void> reader, Cache cache) {
        try {
            while (truth.get() < Integer.MAX_VALUE) {
                read(cache);
            }
            reader.complete(null);
        } catch (Throwable failure) {
            reader.completeExceptionally(failure);
        }
    }

    private void read(Cache cache) throws Throwable {
        int atLeast = changed.get();
        Object value = driver.run(cache.guard(), CALL, args -> truth.get());
        assertThat((Integer) value).isGreaterThanOrEqualTo(atLeast);
    }

    /** A store whose reads give the processor away before they end, now and then. */
    private static final class Slow extends ForwardingKvStore {

        Slow(KvStore store) {
            super(store);
        }

        @Override
        public CompletionStage<byte @Nullable []> get(Key key) {
            CompletionStage<byte @Nullable []> found = super.get(key);
            rest();
            return found;
        }

        @Override
        public @Nullable Lookup getNow(Key key) {
            Lookup found = super.getNow(key);
            rest();
            return found;
        }

        private static void rest() {
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                Thread.yield();
            }
        }
    }
}
