package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.RemoteKvStore;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On which threads loaders, codecs and handlers run while the store answers on a thread of its own. */
@Timeout(180)
class UserCodeThreadsTest {

    private static final int TIMES = 20;
    private static final Duration TTL = Duration.ofMinutes(5);

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger decoded = new AtomicInteger();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "executor"));
    private final KvClient client = KvClient.builder()
            .store(new RemoteKvStore(new InMemoryKvStore()))
            .codec(new NotedCodec())
            .executor(executor)
            .build();

    @AfterEach
    void close() {
        client.close();
        executor.shutdownNow();
    }

    @Test
    void callerOfABlockingCachedCallLoadsEncodesAndDecodes() {
        repeat(i -> client.guardedGet(pair(i), TTL, String.class, this::work));
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void callerOfABlockingIdempotentCallWorksEncodesAndDecodes() {
        repeat(i -> client.idempotentExecute(pair(i), String.class, this::work).value());
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void callerOfABlockingEventHandles() {
        for (int i = 0; i < TIMES; i++) {
            client.processOnce("event" + i, this::work);
        }
        assertThat(runs).hasValue(TIMES);
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void callerOfBlockingValuesEncodesAndDecodes() {
        KvValues<String> values = client.values(String.class);
        for (int i = 0; i < TIMES; i++) {
            values.set("key", "value");
            assertThat(values.get("key")).isEqualTo("value");
            values.mset(Map.of("other", "value"));
            assertThat(values.mget(List.of("other")).values()).containsEntry("other", "value");
        }
        assertThat(decoded).hasValueGreaterThanOrEqualTo(2 * TIMES);
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void connectionRunsNothingOfAnAsynchronousCachedCall() {
        repeat(i -> noted(client.async().guardedGet(pair(i), TTL, String.class, this::workLater)));
        assertThat(threads).doesNotContain("connection").contains("executor");
    }

    @Test
    void connectionRunsNothingOfAnAsynchronousIdempotentCall() {
        repeat(i -> noted(client.async().idempotentExecute(pair(i), String.class, this::workLater))
                .value());
        assertThat(threads).doesNotContain("connection").contains("executor");
    }

    @Test
    void connectionRunsNothingOfAnAsynchronousEvent() {
        for (int i = 0; i < TIMES; i++) {
            noted(client.async().processOnce(pair(i), this::workLater));
        }
        assertThat(runs).hasValue(TIMES / 2);
        assertThat(threads).doesNotContain("connection").contains("executor");
    }

    @Test
    void connectionDecodesNoValues() {
        AsyncKvValues<String> values = client.async().values(String.class);
        for (int i = 0; i < TIMES; i++) {
            joined(values.set("key", "value"));
            assertThat(joined(values.get("key"))).isEqualTo("value");
            assertThat(joined(values.mget(List.of("key"))).values()).containsEntry("key", "value");
        }
        assertThat(decoded).hasValueGreaterThanOrEqualTo(2 * TIMES);
        assertThat(threads).doesNotContain("connection").contains("executor");
    }

    @Test
    void connectionDecodesNothingForCallsThatWaitedForAnother() {
        for (int i = 0; i < TIMES; i++) {
            String key = "key" + i;
            CompletableFuture<String> loading = new CompletableFuture<>();
            Supplier<CompletionStage<String>> loader = () -> loading;
            var first = client.async().guardedGet(key, TTL, String.class, loader);
            var second = client.async().guardedGet(key, TTL, String.class, loader);
            loading.complete("value");
            assertThat(noted(first)).isEqualTo("value");
            assertThat(noted(second)).isEqualTo("value");
        }
        assertThat(threads).doesNotContain("connection");
    }

    /** Makes each call twice: the first works, the second is given what was stored. */
    private void repeat(Function<Integer, String> call) {
        for (int i = 0; i < TIMES; i++) {
            assertThat(call.apply(i)).isEqualTo("value");
        }
        assertThat(runs).hasValue(TIMES / 2);
        assertThat(decoded).hasValueGreaterThanOrEqualTo(TIMES / 2);
    }

    private static String pair(int i) {
        return "key" + i / 2;
    }

    private String work() {
        note();
        runs.incrementAndGet();
        return "value";
    }

    private CompletionStage<String> workLater() {
        return CompletableFuture.completedFuture(work());
    }

    // What a caller adds to the stage of a recipe runs where the stage is completed.
    private <T> T noted(CompletionStage<T> stage) {
        return joined(stage.whenComplete((value, failure) -> note()));
    }

    private static <T> T joined(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void note() {
        threads.add(Thread.currentThread().getName());
    }

    private final class NotedCodec implements Codec {

        private final Codec codec = new JacksonCodec();

        @Override
        public byte[] encode(Object value, Type type) {
            note();
            return codec.encode(value, type);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            note();
            decoded.incrementAndGet();
            return codec.decode(bytes, type);
        }
    }
}
