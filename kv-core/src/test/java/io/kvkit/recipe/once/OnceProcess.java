package io.kvkit.recipe.once;

import io.kvkit.call.StageDriver;
import io.kvkit.call.SystemTimer;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** What a process has for its idempotent calls: a store on a server, a timer, and the recipe. */
final class OnceProcess implements AutoCloseable {

    static final Key KEY =
            Namespace.of("test", "idempotency", "faults", Key.Retention.KEPT).key("4711");

    private static final Duration RETENTION = Duration.ofHours(24);

    static final ResultFormat TEXT = new ResultFormat() {
        @Override
        public byte[] encode(Object result) {
            return ((String) result).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    private final SystemTimer timer = new SystemTimer("kvkit-test-once");
    private final StageDriver driver = new StageDriver(ForkJoinPool.commonPool());
    private final KvStore store;
    private final Once once;
    private final OnceCall call;

    private OnceProcess(KvStore store, Duration lease) {
        this.store = store;
        this.once = new Once(store, timer, KvListeners.of(event -> outcomes.add(((OnceEvent) event).outcome())));
        this.call = new OnceCall(
                KEY,
                null,
                new Duplicates.Replay(TEXT),
                OnceSettings.idempotency(lease, RETENTION, OnStoreFailure.FAIL));
    }

    static OnceProcess open(String uri, Duration lease) {
        KvStore store = new LettuceKvStore(
                LettuceSettings.ofUri(uri).timeout(Duration.ofSeconds(2)).build());
        return new OnceProcess(Connected.await(store), lease);
    }

    CompletableFuture<@Nullable Object> start(Handler handler) {
        return driver.run(once.guard(), call, args -> handler.get());
    }

    /** Waits until the store can decide again. */
    void awaitServer() {
        Connected.await(store);
    }

    @Override
    public void close() {
        store.close();
        timer.close();
    }
}
