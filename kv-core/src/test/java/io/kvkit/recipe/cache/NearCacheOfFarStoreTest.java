package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The near cache in front of a store that needs I/O, with signals that a test holds. */
class NearCacheOfFarStoreTest {

    private static final Key KEY =
            Namespace.of("test", "cache", "far", Key.Retention.EVICTABLE).key("1");

    /** A type that is not kept as an object. */
    static final class Bean {
        public String text = "";
    }

    private final VirtualTime time = new VirtualTime();
    private final AtomicLong nanos = new AtomicLong();
    private final FarStore store = new FarStore(new InMemoryKvStore(time));
    private final List<Outcome> events = new CopyOnWriteArrayList<>();
    private final Cache cache = new Cache(store, time, KvListeners.of(CacheScenario.outcomes(events::add)), nanos::get);
    private final StageDriver driver = new StageDriver(Runnable::run);
    private CacheSettings settings = CacheSettings.of("far", 60_000).withNear(NearSettings.BUILT_IN.withMode(Mode.ON));

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    private CompletableFuture<@Nullable Object> begin(String loaded) {
        CacheCall call = CacheCall.of(KEY, settings, ResultCodec.of(new JacksonCodec(), String.class));
        return driver.run(cache.guard(), call, args -> CompletableFuture.completedFuture(loaded));
    }

    private @Nullable Object get(String loaded) {
        return begin(loaded).join();
    }

    private void near(String result) {
        get(result);
        get(result);
    }

    @Test
    void hitDoesNotAskTheStore() {
        near("one");
        int reads = store.reads.get();
        assertThat(get("two")).isEqualTo("one");
        assertThat(store.reads).hasValue(reads);
        assertThat(events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.NEAR_HIT);
    }

    @Test
    void farStoreHasNoNearCacheByDefault() {
        settings = CacheSettings.of("far", 60_000);
        near("one");
        get("two");
        assertThat(events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.HIT);
    }

    @Test
    void whatIsNotKeptAsAnObjectIsDecodedForEachCall() {
        CacheCall call = CacheCall.of(KEY, settings, ResultCodec.of(new JacksonCodec(), Bean.class));
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            found.add(driver.run(cache.guard(), call, args -> CompletableFuture.completedFuture(new Bean()))
                    .join());
        }
        assertThat(events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.NEAR_HIT, Outcome.NEAR_HIT);
        assertThat(found.get(2)).isNotSameAs(found.get(3));
    }

    /** A codec that throws what it does not declare, as one in Kotlin may. */
    private static final class Broken implements Codec {

        private final JacksonCodec json = new JacksonCodec();
        private boolean broken;

        @Override
        public byte[] encode(Object value, Type type) {
            return json.encode(value, type);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            if (broken) {
                throw Failures.<RuntimeException>sneaky(new IOException("no key"));
            }
            return json.decode(bytes, type);
        }
    }

    @Test
    void codecThatThrowsWhatItDoesNotDeclareIsAMiss() {
        Broken codec = new Broken();
        CacheCall call = CacheCall.of(KEY, settings, ResultCodec.of(codec, Bean.class));
        for (int i = 0; i < 4; i++) {
            codec.broken = i == 3;
            assertThat(driver.run(cache.guard(), call, args -> CompletableFuture.completedFuture(new Bean())))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isInstanceOf(Bean.class);
        }
        assertThat(events).startsWith(Outcome.MISS, Outcome.HIT, Outcome.NEAR_HIT, Outcome.CORRUPT);
    }

    @Test
    void allCallersGetOneObjectIfTheSettingsSaySo() {
        CacheSettings shared = settings.withNear(settings.near().withShare(true));
        CacheCall call = CacheCall.of(KEY, shared, ResultCodec.of(new JacksonCodec(), Bean.class));
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            found.add(driver.run(cache.guard(), call, args -> CompletableFuture.completedFuture(new Bean()))
                    .join());
        }
        assertThat(found.get(2)).isSameAs(found.get(3));
    }

    @Test
    void signalOfAForeignChangeDropsIt() {
        near("one");
        store.holdSignals();
        Failures.join(store.delete(KEY));
        assertThat(get("two")).isEqualTo("one");
        store.deliverSignals();
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void ownInvalidationDoesNotWaitForItsSignal() {
        near("one");
        store.holdSignals();
        Failures.join(cache.invalidate(KEY));
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void readUnderWayWhenASignalArrivesKeepsNothing() {
        get("one");
        store.holdReplies();
        var read = begin("two");
        Failures.join(store.delete(KEY));
        store.deliverReplies();
        assertThat(read.join()).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void readUnderWayWhenThisProcessInvalidatesKeepsNothing() {
        get("one");
        store.holdSignals();
        store.holdReplies();
        var read = begin("two");
        Failures.join(cache.invalidate(KEY));
        store.deliverReplies();
        assertThat(read.join()).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void readUnderWayWhenSignalsAreLostKeepsNothing() {
        get("one");
        store.holdReplies();
        var read = begin("two");
        store.holdSignals();
        Failures.join(store.delete(KEY));
        store.loseSignals();
        store.deliverReplies();
        assertThat(read.join()).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void resultLivesForTheMaximumStalenessWhileChangesMayGoUnnoticedForTooLong() {
        near("one");
        store.silenceNanos = TimeUnit.SECONDS.toNanos(1);
        assertThat(get("two")).isEqualTo("one");
        assertThat(events).endsWith(Outcome.NEAR_HIT);

        store.silenceNanos++;
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        get("two");
        assertThat(events).endsWith(Outcome.HIT);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
        get("two");
        assertThat(events).endsWith(Outcome.NEAR_HIT);
        nanos.addAndGet(1);
        get("two");
        assertThat(events).endsWith(Outcome.HIT);

        store.holdSignals();
        Failures.join(store.delete(KEY));
        store.loseSignals();
        store.silenceNanos = 0;
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void resultExpiresWithItsRecord() {
        get("one");
        time.advance(Duration.ofSeconds(50));
        get("one");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
        get("two");
        assertThat(events).endsWith(Outcome.NEAR_HIT);
        nanos.addAndGet(1);
        get("two");
        assertThat(events).endsWith(Outcome.HIT);
    }

    @Test
    void withoutSignalsAResultLivesForTheMaximumStaleness() {
        store.hasSignals = false;
        near("one");
        Failures.join(store.delete(KEY));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
        assertThat(get("two")).isEqualTo("one");
        nanos.addAndGet(1);
        assertThat(get("two")).isEqualTo("two");
    }
}
