package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Timer;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SlotMover;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scripts are forgotten and slots move, again and again, while decisions are made: none is lost or made twice. */
@Tag("slow")
@Timeout(300)
class DecisionsUnderLoadTest {

    private static final Logger log = LoggerFactory.getLogger(DecisionsUnderLoadTest.class);
    private static final int THREADS = 6;
    private static final int MOVES = Integer.getInteger("kvkit.decisions.moves", 40);
    private static final int FLUSHES = Integer.getInteger("kvkit.decisions.flushes", 400);
    private static final int LEAST_ROUNDS = 400;

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final RedisCluster cluster = RedisCluster.start(3);
    private final SlotMover mover = new SlotMover(cluster);
    private final Timer timer = Timer.system("kvkit-test-claims");
    private final KvStore store = Connected.await(
            new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                    .timeout(Duration.ofSeconds(20))
                    .build()));
    private final List<Decisions> all = Stream.of("a", "b", "c")
            .map(tag -> new Decisions(keys, tag, store, timer))
            .toList();

    @AfterEach
    void close() {
        store.close();
        mover.close();
        cluster.close();
    }

    @Test
    void forgottenScriptsLoseOrDoubleNoDecision() {
        decideWhile(() -> IntStream.range(0, FLUSHES).forEach(i -> mover.forgetScripts()));
        assertNoneLostOrDoubled();
    }

    @Test
    void movingSlotsLoseOrDoubleNoDecision() {
        AtomicInteger keysMoved = new AtomicInteger();
        decideWhile(() -> {
            for (int i = 0; i < MOVES; i++) {
                String key = all.get(i % all.size()).anyKey().text();
                keysMoved.addAndGet(mover.moveOn(SlotHash.getSlot(key)));
                mover.forgetScripts();
            }
        });
        assertThat(keysMoved).as("keys that were moved").hasValueGreaterThan(MOVES);
        assertNoneLostOrDoubled();
    }

    private void assertNoneLostOrDoubled() {
        all.forEach(decisions -> log.info("{}", decisions));
        assertThat(all).allSatisfy(decisions -> {
            assertThat(decisions.failures()).isEmpty();
            decisions.assertNoneLostOrDoubled();
        });
    }

    private void decideWhile(Runnable disturbance) {
        AtomicBoolean disturbed = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            CompletableFuture<Void> disturbing = CompletableFuture.runAsync(disturbance, threads)
                    .whenComplete((done, failure) -> disturbed.set(false));
            CompletableFuture<?>[] deciding = IntStream.range(0, THREADS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> decide(disturbed), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(deciding).join();
            disturbing.join();
        } finally {
            threads.shutdownNow();
        }
    }

    private void decide(AtomicBoolean disturbed) {
        for (int round = 0; round < LEAST_ROUNDS || disturbed.get(); round++) {
            for (Decisions decisions : all) {
                decisions.decide(round);
            }
        }
    }
}
