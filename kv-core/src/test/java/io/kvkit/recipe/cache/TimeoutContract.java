package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.StoredEntry;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers get while a load takes too long, held on every store and in every style of call. */
@Timeout(180)
public abstract class TimeoutContract extends TwoProcesses {

    private static final CacheSettings SOFT = CacheScenario.SETTINGS
            .withStaleness(new Staleness(0, 600_000, 1_000))
            .withTimeouts(100, 0);
    private static final CacheSettings HARD = CacheScenario.SETTINGS.withTimeouts(0, 500);
    private static final CacheSettings BOTH = SOFT.withTimeouts(100, 500);

    /** Begins a call whose load does not end, and waits until its times run. */
    private CompletableFuture<@Nullable Object> slow(CacheScenario process, CacheSettings settings) {
        int pending = time.pending();
        var call = get(process, settings, load);
        Eventually.until(() -> time.pending() >= pending + 2);
        return call;
    }

    /** Waits until a load is stored: a call that came earlier would wait for a poll, and the time stands. */
    private void awaitStored() {
        Eventually.until(() -> Failures.join(one.cache.explain(one.call())).state() == StoredEntry.State.STORED);
    }

    private static void assertTimedOut(CompletableFuture<@Nullable Object> call) {
        assertThatThrownBy(call::join)
                .rootCause()
                .isInstanceOfSatisfying(
                        CacheLoadTimeoutException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("cache-load-timeout"))
                .hasMessage("The load of cache products took longer than 500 ms");
    }

    @Test
    void callersGetTheStaleValueAtTheSoftTimeoutAndLaterTheNewOne() {
        staleValue(SOFT);
        var call = slow(one, SOFT);
        var waiting = slow(other, SOFT);
        time.advance(Duration.ofMillis(99));
        assertThat(call).isNotDone();
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(call.join()).isEqualTo("old");
        assertThat(waiting.join()).isEqualTo("old");
        time.advance(Duration.ofMillis(1_900));
        load.complete("new");
        awaitStored();
        assertThat(get(other, SOFT, "newer")).isEqualTo("new");
        assertThat(one.loads.get() + other.loads.get()).isEqualTo(2);
        assertThat(one.events).contains(Outcome.STALE_ON_TIMEOUT);
    }

    @Test
    void callersWithoutAStaleValueWaitBeyondTheSoftTimeout() {
        var call = get(one, SOFT, load);
        Eventually.until(() -> one.loads.get() == 1);
        var waiting = slow(other, SOFT);
        time.advance(Duration.ofSeconds(2));
        assertThat(call).isNotDone();
        assertThat(waiting).isNotDone();
        load.complete("new");
        assertThat(call.join()).isEqualTo("new");
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(50));
            return waiting.isDone();
        });
        assertThat(waiting.join()).isEqualTo("new");
    }

    @Test
    void callersFailAtTheHardTimeoutAndTheLoadIsStored() {
        var call = slow(one, HARD);
        var waiting = slow(other, HARD);
        time.advance(Duration.ofMillis(499));
        assertThat(call).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertTimedOut(call);
        assertTimedOut(waiting);
        load.complete("new");
        awaitStored();
        assertThat(get(other, HARD, "newer")).isEqualTo("new");
        assertThat(other.events).contains(Outcome.TIMED_OUT);
    }

    @Test
    void staleValueComesBeforeTheHardTimeout() {
        staleValue(BOTH);
        var call = slow(one, BOTH);
        time.advance(Duration.ofMillis(100));
        assertThat(call.join()).isEqualTo("old");
        time.advance(Duration.ofMillis(400));
        assertThat(one.events).doesNotContain(Outcome.TIMED_OUT);
    }

    @Test
    void loadThatEndsInTimeIsItsCallers() {
        staleValue(BOTH);
        var call = slow(one, BOTH);
        time.advance(Duration.ofMillis(99));
        load.complete("new");
        assertThat(call.join()).isEqualTo("new");
    }

    @Test
    void whatAnInvalidationRemovedIsNotGivenOutAtTheSoftTimeout() {
        staleValue(BOTH);
        var call = slow(one, BOTH);
        Failures.join(other.cache.invalidate(other.key));
        time.advance(Duration.ofMillis(100));
        assertThat(call).isNotDone();
        time.advance(Duration.ofMillis(400));
        assertTimedOut(call);
    }

    @Test
    void damagedStaleValueIsNotGivenOutAtTheSoftTimeout() {
        staleValue(BOTH);
        var call = slow(one, BOTH);
        byte[] bytes = Failures.join(store.get(one.key)).clone();
        bytes[bytes.length - 1] ^= 1;
        Failures.join(store.set(one.key, bytes, Ttl.NONE));
        time.advance(Duration.ofMillis(100));
        time.advance(Duration.ofMillis(400));
        assertTimedOut(call);
    }

    @Test
    void failureAfterTheSoftTimeoutLeavesTheStaleValue() {
        staleValue(SOFT);
        var call = slow(one, SOFT);
        time.advance(Duration.ofMillis(100));
        assertThat(call.join()).isEqualTo("old");
        load.completeExceptionally(new IllegalStateException("no stock"));
        Eventually.until(() -> one.events.contains(Outcome.LOAD_FAILED));
        Eventually.asserted(() -> assertThat(time.pending()).isZero());
        var next = get(other, SOFT, CompletableFuture.completedFuture("new"));
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(1));
            return next.isDone();
        });
        assertThat(next.join()).isEqualTo("old");
        time.advance(Duration.ofSeconds(2));
        assertThat(get(other, SOFT, "new")).isEqualTo("new");
    }
}
