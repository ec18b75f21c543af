package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.CacheLoadTimeoutException;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.Staleness;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What calls for many keys get past the time to live, and while a load takes too long. */
abstract class StaleBulkContract extends BulkContract {

    private static final Duration TTL =
            Duration.ofMillis(BulkScenario.SETTINGS.life().ttlMillis());
    private static final CacheSettings WHILE_REVALIDATE =
            BulkScenario.SETTINGS.withStaleness(new Staleness(600_000, 0, 1_000));
    private static final CacheSettings IF_ERROR = BulkScenario.SETTINGS.withStaleness(new Staleness(0, 600_000, 1_000));

    private void stale(CacheSettings settings, Integer... ids) {
        settings(settings);
        one.getAll("old", (Object[]) ids);
        time.advance(TTL);
    }

    @Test
    void staleIdsAreRefreshedByOneCallInTheBackground() {
        stale(WHILE_REVALIDATE, 1, 2, 3);
        one.get(4, "4new");
        assertThat(one.getAll(List.of(1, 2, 3, 4), missing -> load).join())
                .isEqualTo(Map.of(1, "1old", 2, "2old", 3, "3old", 4, "4new"));
        Eventually.until(() -> one.loads.size() == 3);
        assertThat(one.loads).endsWith(List.of(1, 2, 3));
        assertThat(other.getAll("other", 1, 2)).isEqualTo(Map.of(1, "1old", 2, "2old"));
        load.complete(BulkScenario.names("new", 1, 2, 3));
        Eventually.until(() -> other.getAll("other", 1, 2, 3).equals(BulkScenario.names("new", 1, 2, 3)));
        assertThat(other.loads).isEmpty();
        assertThat(one.count(Outcome.REFRESH)).isEqualTo(3);
    }

    @Test
    void missingIdsAreLoadedForTheCallerAndStaleOnesInTheBackground() {
        stale(WHILE_REVALIDATE, 1, 2);
        Object result = one.getAll("new", 1, 2, 3);
        assertThat(result).isEqualTo(Map.of(1, "1old", 2, "2old", 3, "3new"));
        Eventually.until(() -> one.loads.size() == 3);
        assertThat(one.loads).endsWith(List.of(3), List.of(1, 2));
        Eventually.until(() -> other.getAll("other", 1, 2).equals(BulkScenario.names("new", 1, 2)));
        assertThat(other.loads).isEmpty();
    }

    @Test
    void refreshThatFailsLeavesTheStaleIds() {
        stale(WHILE_REVALIDATE, 1, 2);
        one.getAll(List.of(1, 2), missing -> CompletableFuture.failedFuture(new IllegalStateException("no stock")))
                .join();
        Eventually.until(() -> one.count(Outcome.LOAD_FAILED) == 2);
        assertThat(other.getAll("other", 1, 2)).isEqualTo(BulkScenario.names("old", 1, 2));
    }

    @Test
    void failureIsReplacedIfEveryIdHasAStaleResult() {
        stale(IF_ERROR, 1, 2);
        one.get(3, "3new");
        var failure = CompletableFuture.failedFuture(new IllegalStateException("no stock"));
        assertThat(one.getAll(List.of(1, 2, 3), missing -> failure).join())
                .isEqualTo(Map.of(1, "1old", 2, "2old", 3, "3new"));
        assertThat(one.count(Outcome.STALE_ON_ERROR)).isEqualTo(2);
        time.advance(Duration.ofSeconds(2));
        var call = one.getAll(List.of(1, 2, 3, 4), missing -> failure);
        assertThatThrownBy(call::join).hasRootCauseMessage("no stock");
    }

    @Test
    void invalidatedIdIsNotReplacedByItsStaleResult() {
        stale(IF_ERROR, 1, 2);
        var call = slow(one, 1, 2);
        other.invalidate(1);
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThatThrownBy(call::join).hasRootCauseMessage("no stock");
    }

    @Test
    void callersGetStaleResultsAtTheSoftTimeout() {
        stale(IF_ERROR.withTimeouts(100, 0), 1, 2);
        one.get(3, "3new");
        int pending = time.pending();
        var call = slow(one, 1, 2, 3);
        // one renewal of both claims, and a timeout for each
        Eventually.until(() -> time.pending() >= pending + 3);
        time.advance(Duration.ofMillis(99));
        assertThat(call).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(call.join()).isEqualTo(Map.of(1, "1old", 2, "2old", 3, "3new"));
        load.complete(BulkScenario.names("new", 1, 2));
        Eventually.until(() -> one.getAll("newer", 1, 2).equals(BulkScenario.names("new", 1, 2)));
    }

    @Test
    void callersFailAtTheHardTimeoutAndTheLoadIsStored() {
        settings(BulkScenario.SETTINGS.withTimeouts(0, 500));
        int pending = time.pending();
        var call = slow(one, 1, 2);
        // one renewal of both claims, and a timeout for each
        Eventually.until(() -> time.pending() >= pending + 3);
        time.advance(Duration.ofMillis(500));
        assertThatThrownBy(call::join).rootCause().isInstanceOf(CacheLoadTimeoutException.class);
        load.complete(BulkScenario.names("new", 1, 2));
        Eventually.until(() ->
                one.events.contains(Outcome.HIT) || one.getAll("newer", 1, 2).equals(BulkScenario.names("new", 1, 2)));
        assertThat(one.loads).hasSize(1);
    }
}
