package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that stands still while it computes for a cache: its timer stops, the clock of the store goes on. */
class PausedFillTest {

    // The lease is 10 s, and the record outlives it by a second.
    private static final Duration LEASE_ENDED = Duration.ofMillis(10_500);
    private static final Duration RECORD_ENDED = Duration.ofSeconds(12);

    private final VirtualTime clock = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(clock);
    private final CacheScenario paused = new CacheScenario(store, new VirtualTime());
    private final CacheScenario other = new CacheScenario(store, new VirtualTime());
    private final CompletableFuture<String> load = new CompletableFuture<>();

    @AfterEach
    void nothingIsLeft() {
        paused.end();
        other.end();
    }

    @Test
    void resultIsStoredIfNobodyCameMeanwhileAndItsRecordIsThere() {
        assertThat(after(LEASE_ENDED)).isEqualTo("slow");
        assertThat(next()).isEqualTo("slow");
    }

    @Test
    void resultIsGivenAndNotStoredWhenItsRecordHasEnded() {
        assertThat(after(RECORD_ENDED)).isEqualTo("slow");
        assertThat(next()).isEqualTo("next");
    }

    @Test
    void resultOfWhoTookOverStays() {
        CompletableFuture<@Nullable Object> slow = begin();
        clock.advance(LEASE_ENDED);
        assertThat(other.get(CallStyle.STAGE, paused.call(), () -> CompletableFuture.completedFuture("fast"))
                        .join())
                .isEqualTo("fast");
        load.complete("slow");
        assertThat(slow.join()).isEqualTo("slow");
        assertThat(next()).isEqualTo("fast");
    }

    @Test
    void invalidationMeanwhileWins() {
        CompletableFuture<@Nullable Object> slow = begin();
        Failures.join(other.cache.invalidate(paused.key));
        load.complete("slow");
        assertThat(slow.join()).isEqualTo("slow");
        assertThat(next()).isEqualTo("next");
    }

    private CompletableFuture<@Nullable Object> begin() {
        return paused.get(CallStyle.STAGE, paused.call(), () -> load);
    }

    private @Nullable Object after(Duration pause) {
        CompletableFuture<@Nullable Object> slow = begin();
        clock.advance(pause);
        load.complete("slow");
        return slow.join();
    }

    private @Nullable Object next() {
        return other.get(CallStyle.STAGE, paused.call(), () -> CompletableFuture.completedFuture("next"))
                .join();
    }
}
