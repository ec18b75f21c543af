package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
public abstract class ConcurrencyContract extends ContractGroup {

    private static final int THREADS = 64;

    @Test
    void noIncrementIsLost() throws Exception {
        together(thread -> {
            for (int i = 0; i < 100; i++) {
                await(store.apply(key("n"), Values.increment(1, Ttl.NONE)));
            }
        });
        assertThat(await(store.get(key("n")))).isEqualTo(bytes("6400"));
    }

    @Test
    void noIncrementOfABatchIsLost() throws Exception {
        Map<Key, Transition<Long>> increments = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            increments.put(key("n" + i), Values.increment(1, Ttl.NONE));
        }
        together(thread -> {
            for (int i = 0; i < 10; i++) {
                assertThat(await(store.applyAll(increments)).orThrow()).hasSize(10);
            }
        });
        assertThat(await(store.mget(increments.keySet())).orThrow().values())
                .hasSize(10)
                .allSatisfy(sum -> assertThat(sum).isEqualTo(bytes("640")));
    }

    @Test
    void everyKeyHasExactlyOneWinner() throws Exception {
        int keys = 1_000;
        List<AtomicInteger> winners = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            winners.add(new AtomicInteger());
        }
        together(thread -> {
            for (int i = 0; i < keys; i++) {
                var result = await(store.apply(key("k" + i), Values.setIfAbsent(bytes("t" + thread), Ttl.NONE)));
                if (result.written()) {
                    winners.get(i).incrementAndGet();
                }
            }
        });
        assertThat(winners).allSatisfy(count -> assertThat(count).hasValue(1));
    }

    @Test
    void everyReplacementSawTheOneBefore() throws Exception {
        await(store.set(key("n"), bytes("0"), Ttl.NONE));
        AtomicInteger replaced = new AtomicInteger();
        together(thread -> {
            for (int i = 0; i < 50; i++) {
                byte[] seen = await(store.get(key("n")));
                byte[] next = bytes(Integer.toString(Integer.parseInt(new String(seen)) + 1));
                if (await(store.apply(key("n"), Values.compareAndSet(seen, next, Ttl.NONE)))) {
                    replaced.incrementAndGet();
                }
            }
        });
        assertThat(await(store.get(key("n")))).isEqualTo(bytes(Integer.toString(replaced.get())));
    }

    @Test
    void readerSeesOneOfTheWrittenValuesAndNeverAMixture() throws Exception {
        byte[][] values = new byte[4][];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes(Integer.toString(i).repeat(1_000));
        }
        await(store.set(key("v"), values[0], Ttl.NONE));
        together(thread -> {
            for (int i = 0; i < 50; i++) {
                await(store.set(key("v"), values[(thread + i) % 4], Ttl.NONE));
                byte[] seen = await(store.get(key("v")));
                assertThat(Arrays.stream(values).anyMatch(value -> Arrays.equals(seen, value)))
                        .isTrue();
            }
        });
    }

    @Test
    void onlyOneThreadRemovesAKey() throws Exception {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add(key("d" + i));
            await(store.set(keys.get(i), bytes("x"), Ttl.NONE));
        }
        AtomicInteger removed = new AtomicInteger();
        together(thread -> keys.forEach(key -> {
            if (await(store.delete(key))) {
                removed.incrementAndGet();
            }
        }));
        assertThat(removed).hasValue(100);
    }

    private static void together(IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    work.accept(thread);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(180, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
