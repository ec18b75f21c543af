package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads on which a store that needs I/O lets the code of an application run. */
class OnceThreadsTest {

    private final VirtualTime time = new VirtualTime();
    private final RemoteKvStore store = new RemoteKvStore(new InMemoryKvStore(time));
    private final Once once = new Once(store, time, KvListeners.NONE);
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "executor"));

    @AfterEach
    void close() {
        executor.shutdownNow();
        store.close();
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    private Object run(OnceCall call, Supplier<Object> work) throws Exception {
        return new StageDriver(executor)
                .run(once.guard(), call, args -> CompletableFuture.completedFuture(work.get()))
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void storedResultIsDecodedOnTheExecutor() throws Exception {
        OnceCall call = OnceCall.of(
                Namespace.of("test", "idempotency", "threads", Key.Retention.KEPT)
                        .key("1"),
                new Duplicates.Replay(new ThreadOfDecoding()),
                OnceSettings.IDEMPOTENCY);
        assertThat(run(call, OnceThreadsTest::here)).isEqualTo("executor");
        assertThat(run(call, () -> "not called")).isEqualTo("decoded on executor");
    }

    @Test
    void resultOfADuplicateIsSuppliedOnTheExecutor() throws Exception {
        OnceCall call = OnceCall.of(
                Namespace.of("test", "dedupe", "threads", Key.Retention.KEPT).key("1"),
                new Duplicates.Skip(OnceThreadsTest::here),
                OnceSettings.DEDUPE);
        run(call, () -> "handled");
        assertThat(run(call, () -> "not called")).isEqualTo("executor");
    }

    private static final class ThreadOfDecoding implements ResultFormat {

        @Override
        public byte[] encode(Object result) {
            return new byte[0];
        }

        @Override
        public Object decode(byte[] bytes) {
            return "decoded on " + here();
        }
    }
}
