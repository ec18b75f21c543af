package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Token;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait for the computation of another process are woken by a signal, and not by the passing of time. */
class WokenWaitersTest {

    private static final Key KEY =
            Namespace.of("test", "cache", "woken", Key.Retention.EVICTABLE).key("1");

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKvStore server = new InMemoryKvStore(time);
    private final FarStore store = new FarStore(server);
    private final Cache here = new Cache(store, time, KvListeners.NONE);
    private final Cache there = new Cache(server, time, KvListeners.NONE);
    private final StageDriver driver = new StageDriver(Runnable::run);
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        here.close();
        there.close();
        server.close();
    }

    private CompletableFuture<@Nullable Object> get(Cache cache, CompletableFuture<String> load) {
        CacheCall call =
                CacheCall.of(KEY, CacheSettings.of("woken", 60_000), ResultCodec.of(new JacksonCodec(), String.class));
        return driver.run(cache.guard(), call, args -> {
            loads.incrementAndGet();
            return load;
        });
    }

    private List<CompletableFuture<@Nullable Object>> many() {
        return IntStream.range(0, 200)
                .mapToObj(i -> get(here, CompletableFuture.completedFuture("own")))
                .toList();
    }

    @Test
    void allWaitersOfAProcessTakeThreeReads() {
        CompletableFuture<String> load = new CompletableFuture<>();
        var loading = get(there, load);
        var waiting = many();
        int before = store.reads.get();
        load.complete("theirs");
        assertThat(loading.join()).isEqualTo("theirs");
        assertThat(waiting).allSatisfy(call -> assertThat(call).isCompletedWithValue("theirs"));
        assertThat(loads).hasValue(1);
        assertThat(before)
                .as("one read of the first call, and one of the watch")
                .isEqualTo(2);
        assertThat(store.reads).hasValue(before + 1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void failureOfTheOtherProcessLetsOneWaiterLoad() {
        CompletableFuture<String> load = new CompletableFuture<>();
        var loading = get(there, load);
        var waiting = many();
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThat(loading).isCompletedExceptionally();
        assertThat(waiting).allSatisfy(call -> assertThat(call).isCompletedWithValue("own"));
        assertThat(loads).hasValue(2);
    }

    @Test
    void lostSignalIsMadeUpForByASlowPoll() {
        CompletableFuture<String> load = new CompletableFuture<>();
        get(there, load);
        var waiting = get(here, CompletableFuture.completedFuture("own"));
        store.holdSignals();
        load.complete("theirs");
        time.advance(Duration.ofMillis(999));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(waiting).isCompletedWithValue("theirs");
    }

    @Test
    void silentStoreIsPolledQuickly() {
        store.silenceNanos = Long.MAX_VALUE;
        CompletableFuture<String> load = new CompletableFuture<>();
        get(there, load);
        var waiting = get(here, CompletableFuture.completedFuture("own"));
        store.holdSignals();
        load.complete("theirs");
        time.advance(Duration.ofMillis(50));
        assertThat(waiting).isCompletedWithValue("theirs");
    }

    @Test
    void lossOfSignalsMakesItLookAgain() {
        CompletableFuture<String> load = new CompletableFuture<>();
        get(there, load);
        var waiting = get(here, CompletableFuture.completedFuture("own"));
        store.holdSignals();
        load.complete("theirs");
        store.loseSignals();
        assertThat(waiting).isCompletedWithValue("theirs");
    }

    @Test
    void deadOwnerIsNoticedWhenItsLeaseEnds() {
        Failures.join(new Claims(server, time).claim(KEY, ClaimRequest.refresh(Token.random(), 4_000)));
        var waiting = get(here, CompletableFuture.completedFuture("own"));
        time.advance(Duration.ofMillis(3_999));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofMillis(2));
        assertThat(waiting).isCompletedWithValue("own");
    }

    @Test
    void ownerThatRenewsIsWaitedFor() {
        CompletableFuture<String> load = new CompletableFuture<>();
        var loading = get(there, load);
        var waiting = get(here, CompletableFuture.completedFuture("own"));
        time.advance(Duration.ofMillis(9_900));
        assertThat(waiting).isNotDone();
        load.complete("theirs");
        assertThat(loading.join()).isEqualTo("theirs");
        assertThat(waiting).isCompletedWithValue("theirs");
        assertThat(loads).hasValue(1);
    }
}
