package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.StoredEntry;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cache gives out past the time to live, held on every store and in every style of call. */
@Timeout(180)
public abstract class StaleContract extends TwoProcesses {

    private static final CacheSettings WHILE_REVALIDATE =
            CacheScenario.SETTINGS.withStaleness(new Staleness(600_000, 0, 1_000));
    private static final CacheSettings IF_ERROR =
            CacheScenario.SETTINGS.withStaleness(new Staleness(0, 600_000, 1_000));

    private static CompletableFuture<String> failing() {
        return CompletableFuture.failedFuture(new IllegalStateException("no stock"));
    }

    private int loads() {
        return one.loads.get() + other.loads.get();
    }

    private static int count(CacheScenario process, Outcome outcome) {
        return Collections.frequency(process.events, outcome);
    }

    /** A call that computes past the time to live, and has begun. */
    private CompletableFuture<@Nullable Object> underWay() {
        staleValue(IF_ERROR);
        var call = get(one, IF_ERROR, load);
        Eventually.until(() -> one.loads.get() == 2);
        return call;
    }

    @Test
    void callersGetTheStaleValueAtOnceWhileOneRefreshRuns() {
        staleValue(WHILE_REVALIDATE);
        for (int i = 0; i < 8; i++) {
            assertThat(get(one, WHILE_REVALIDATE, load).join()).isEqualTo("old");
            assertThat(get(other, WHILE_REVALIDATE, load).join()).isEqualTo("old");
        }
        Eventually.until(() -> loads() == 2);
        assertThat(get(other, WHILE_REVALIDATE, load).join()).isEqualTo("old");
        load.complete("new");
        Eventually.until(() -> "new".equals(get(other, WHILE_REVALIDATE, "newer")));
        assertThat(loads()).isEqualTo(2);
        assertThat(one.events).startsWith(Outcome.MISS, Outcome.STALE).doesNotContain(Outcome.JOINED);
    }

    @Test
    void fourProcessesRefreshOnce() {
        staleValue(WHILE_REVALIDATE);
        List<CacheScenario> processes = new ArrayList<>(List.of(one, other, one.another(time), one.another(time)));
        for (CacheScenario process : processes) {
            for (int i = 0; i < 16; i++) {
                assertThat(get(process, WHILE_REVALIDATE, load).join()).isEqualTo("old");
            }
        }
        Eventually.until(() -> processes.stream().anyMatch(it -> count(it, Outcome.REFRESH) == 1));
        load.complete("new");
        Eventually.until(() -> "new".equals(get(other, WHILE_REVALIDATE, "newer")));
        assertThat(processes.stream().mapToInt(it -> it.loads.get()).sum()).isEqualTo(2);
        processes.forEach(CacheScenario::end);
    }

    @Test
    void valuePastEveryTimeIsComputedByItsCaller() {
        for (CacheSettings settings : List.of(WHILE_REVALIDATE, IF_ERROR)) {
            Failures.join(one.cache.put(one.call(settings), "old"));
            time.advance(TTL.plusMinutes(10));
            assertThat(get(one, settings, "new")).isEqualTo("new");
        }
    }

    @Test
    void loaderThatFailsForAMinuteCausesNoErrorOfACaller() {
        CacheSettings settings = IF_ERROR.withTtl(1_000);
        assertThat(get(one, settings, "old")).isEqualTo("old");
        time.advance(Duration.ofSeconds(1));
        for (int quarter = 0; quarter < 240; quarter++) {
            assertThat(get(quarter % 2 == 0 ? one : other, settings, failing()).join())
                    .isEqualTo("old");
            time.advance(Duration.ofMillis(250));
        }
        assertThat(loads()).as("attempts with a pause of a second").isBetween(40, 62);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(other, settings, "new")).isEqualTo("new");
        assertThat(count(one, Outcome.LOAD_FAILED) + count(other, Outcome.LOAD_FAILED))
                .isEqualTo(loads() - 2);
    }

    @Test
    void failedRefreshIsRepeatedAfterAPauseByOneProcess() {
        staleValue(WHILE_REVALIDATE);
        assertThat(get(one, WHILE_REVALIDATE, failing()).join()).isEqualTo("old");
        Eventually.until(() -> count(one, Outcome.LOAD_FAILED) == 1);
        Eventually.until(this::isPaused);
        for (int i = 0; i < 4; i++) {
            assertThat(get(i % 2 == 0 ? one : other, WHILE_REVALIDATE, failing())
                            .join())
                    .isEqualTo("old");
            time.advance(Duration.ofMillis(200));
        }
        assertThat(loads()).isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(other, WHILE_REVALIDATE, "new")).isEqualTo("old");
        Eventually.until(() -> count(other, Outcome.REFRESH) == 1);
        Eventually.until(() -> "new".equals(get(one, WHILE_REVALIDATE, "newer")));
    }

    // A pause is sent as a length of time: time must not move before it is in the record.
    private boolean isPaused() {
        byte[] bytes = Failures.join(one.store.get(one.key));
        ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
        return record != null && record.leaseUntil() <= time.micros() + 1_000_000;
    }

    @Test
    void callsThatWaitForALoadThatFailsGetTheStaleValue() {
        var first = underWay();
        var second = get(one, IF_ERROR, load);
        var third = get(other, IF_ERROR, load);
        // the renewal of the claim, the patience of two calls and the poll of the other process
        Eventually.until(() -> time.pending() >= 4);
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThat(first.join()).isEqualTo("old");
        assertThat(second.join()).isEqualTo("old");
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(10));
            return third.isDone();
        });
        assertThat(third.join()).isEqualTo("old");
        assertThat(loads()).isEqualTo(2);
        assertThat(one.events).contains(Outcome.STALE_ON_ERROR);
    }

    @Test
    void failureWithoutAStaleValueIsTheCallersOwn() {
        assertThatThrownBy(() -> get(one, IF_ERROR, failing()).join()).hasRootCauseMessage("no stock");
        assertThat(get(one, IF_ERROR, "new")).isEqualTo("new");
    }

    @Test
    void whatAnInvalidationRemovedDuringAFailingLoadIsNotGivenOut() {
        var call = underWay();
        Failures.join(other.cache.invalidate(other.key));
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThatThrownBy(call::join).hasRootCauseMessage("no stock");
        assertThat(get(other, IF_ERROR, "new")).isEqualTo("new");
    }

    @Test
    void fillOfARefreshIsRefusedAfterAnInvalidation() {
        staleValue(WHILE_REVALIDATE);
        assertThat(get(one, WHILE_REVALIDATE, load).join()).isEqualTo("old");
        Eventually.until(() -> one.loads.get() == 2);
        Failures.join(other.cache.invalidate(other.key));
        load.complete("of before");
        Eventually.until(() -> one.events.contains(Outcome.NOT_STORED));
        assertThat(get(other, WHILE_REVALIDATE, "new")).isEqualTo("new");
    }

    @Test
    void updateDuringARefreshWins() {
        staleValue(WHILE_REVALIDATE);
        assertThat(get(one, WHILE_REVALIDATE, load).join()).isEqualTo("old");
        Eventually.until(() -> one.loads.get() == 2);
        Failures.join(other.cache.put(other.call(WHILE_REVALIDATE), "new"));
        load.complete("of before");
        Eventually.until(() -> one.events.contains(Outcome.NOT_STORED));
        assertThat(get(one, WHILE_REVALIDATE, "newer")).isEqualTo("new");
    }

    @Test
    void staleValueIsNotGivenOutAfterANewerResultThatMustNotBeStored() {
        staleValue(IF_ERROR);
        CacheCall never = new CacheCall(
                one.key, IF_ERROR, one.call().codec(), CacheScenario.storing(result -> !"secret".equals(result)));
        assertThat(one.get(style(), never, () -> CompletableFuture.completedFuture("secret"))
                        .join())
                .isEqualTo("secret");
        assertThatThrownBy(() -> get(one, IF_ERROR, failing()).join()).hasRootCauseMessage("no stock");
    }

    @Test
    void loadThatIsCancelledGivesTheStaleValue() {
        var call = underWay();
        load.completeExceptionally(new CancellationException("given up"));
        assertThat(call.join()).isEqualTo("old");
    }

    @Test
    void entryTellsThatItsValueIsStaleAndWhetherItIsBeingReplaced() {
        assertThat(state(one)).isEqualTo(StoredEntry.State.NONE);
        var call = underWay();
        assertThat(state(one)).isEqualTo(StoredEntry.State.REFRESHING);
        load.completeExceptionally(new IllegalStateException("no stock"));
        call.join();
        time.advance(Duration.ofSeconds(2));
        assertThat(state(one)).isEqualTo(StoredEntry.State.STALE);
        time.advance(Duration.ofMinutes(10));
        assertThat(state(one)).isIn(StoredEntry.State.LAPSED, StoredEntry.State.NONE);
    }

    private static StoredEntry.State state(CacheScenario process) {
        return Failures.join(process.cache.explain(process.call())).state();
    }

    @Test
    void staleNullIsAnAnswer() {
        var nothing = CompletableFuture.<String>completedFuture(null);
        assertThat(get(one, WHILE_REVALIDATE, nothing).join()).isNull();
        time.advance(TTL);
        assertThat(get(one, WHILE_REVALIDATE, load).join()).isNull();
        Eventually.until(() -> one.loads.get() == 2);
        load.complete("new");
        Eventually.until(() -> "new".equals(get(one, WHILE_REVALIDATE, "newer")));
    }

    @Test
    void damagedStaleValueIsComputedAnew() {
        staleValue(WHILE_REVALIDATE);
        byte[] bytes = Failures.join(store.get(one.key)).clone();
        bytes[bytes.length - 1] ^= 1;
        Failures.join(store.set(one.key, bytes, Ttl.NONE));
        assertThat(get(one, WHILE_REVALIDATE, "new")).isEqualTo("new");
        assertThat(one.events).contains(Outcome.CORRUPT);
    }

    @Test
    void whatIsRemovedWithAllOthersDuringThePauseAfterAFailureIsLoadedAtOnce() {
        CacheSettings tagged = IF_ERROR.withTagged(true);
        staleValue(tagged);
        assertThat(get(one, tagged, failing()).join()).isEqualTo("old");
        Failures.join(one.cache.invalidateAll(one.key.namespace()));
        assertThat(get(other, tagged, "new")).isEqualTo("new");
        assertThat(get(one, tagged, "newer")).isEqualTo("new");
    }
}
