package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two processes with the same cache, in virtual time; for contracts that hold on every store and in every style of call. */
public abstract class TwoProcesses {

    static final Duration TTL = Duration.ofSeconds(60);

    final VirtualTime time = new VirtualTime();
    final CompletableFuture<String> load = new CompletableFuture<>();
    KvStore store;
    CacheScenario one;
    CacheScenario other;

    protected abstract KvStore open(VirtualTime time);

    protected abstract CallStyle style();

    @BeforeEach
    void open() {
        store = open(time);
        one = new CacheScenario(store, time);
        other = one.another(time);
    }

    @AfterEach
    void nothingIsLeft() {
        one.end();
        other.end();
        store.close();
    }

    CompletableFuture<@Nullable Object> get(
            CacheScenario process, CacheSettings settings, CompletableFuture<String> loader) {
        return process.get(style(), process.call(settings), () -> loader);
    }

    @Nullable
    Object get(CacheScenario process, CacheSettings settings, String loaded) {
        return get(process, settings, CompletableFuture.completedFuture(loaded)).join();
    }

    void staleValue(CacheSettings settings) {
        assertThat(get(one, settings, "old")).isEqualTo("old");
        time.advance(TTL);
    }
}
