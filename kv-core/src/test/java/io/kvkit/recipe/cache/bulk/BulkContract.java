package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.kvkit.call.Failures;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.Life;
import io.kvkit.recipe.cache.Loading;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls for many keys promise, held on every store and in every style of call. */
@Timeout(180)
abstract class BulkContract {

    final VirtualTime time = new VirtualTime();
    final CompletableFuture<Object> load = new CompletableFuture<>();
    BulkScenario one;
    BulkScenario other;
    private KvStore store;

    abstract KvStore open(VirtualTime time);

    abstract BulkStyle style();

    @BeforeEach
    void open() {
        store = open(time);
        one = new BulkScenario(store, time);
        one.style = style();
        other = one.another(time);
    }

    @AfterEach
    void nothingIsLeft() {
        one.end();
        other.end();
        store.close();
    }

    void settings(CacheSettings settings) {
        one.settings = settings;
        other.settings = settings;
    }

    /** A call whose load has begun and does not end. */
    CompletableFuture<@Nullable Object> slow(BulkScenario process, Integer... ids) {
        int before = process.loads.size();
        var call = process.getAll(List.of(ids), missing -> load);
        Eventually.until(() -> process.loads.size() > before);
        return call;
    }

    /** Lets polls of other processes see what has ended. */
    void untilDone(CompletableFuture<?> call) {
        Eventually.until(() -> {
            if (!call.isDone()) {
                time.advance(Duration.ofMillis(50));
            }
            return call.isDone();
        });
    }

    private static void assertNames(@Nullable Object result, Map<?, String> expected) {
        assertThat(result).asInstanceOf(MAP).containsExactlyEntriesOf(expected);
    }

    @Test
    void missingIdsAreLoadedInOneCallAndStoredForSingleCallsToo() {
        assertNames(one.getAll("a", 3, 1, 2), BulkScenario.names("a", 3, 1, 2));
        assertThat(one.loads).containsExactly(List.of(3, 1, 2));
        assertThat(other.get(1, "b")).isEqualTo("1a");
        assertNames(other.getAll("b", 1, 2, 3), BulkScenario.names("a", 1, 2, 3));
        assertThat(other.loads).isEmpty();
        assertThat(one.events).containsOnly(Outcome.MISS);
    }

    @Test
    void onlyWhatIsMissingIsAskedFor() {
        one.get(2, "2s");
        one.get(4, "4s");
        Object result = one.getAll("b", 1, 2, 3, 4);
        assertThat(result).isEqualTo(Map.of(1, "1b", 2, "2s", 3, "3b", 4, "4s"));
        assertThat(((Map<?, ?>) result).keySet()).hasToString("[1, 2, 3, 4]");
        assertThat(one.loads).endsWith(List.of(1, 3));
    }

    @Test
    void idsWithoutAResultAreRemembered() {
        assertNames(one.getAll("a", 1000, 1001, 1003), BulkScenario.names("a", 1000));
        assertNames(other.getAll("b", 1001, 1000, 1003), BulkScenario.names("a", 1000));
        assertThat(other.get(1001, "b")).isNull();
        assertThat(other.loads).isEmpty();
        time.advance(Duration.ofMillis(BulkScenario.SETTINGS.life().nullTtlMillis()));
        other.getAll("b", 1000, 1001);
        assertThat(other.loads).containsExactly(List.of(1001));
    }

    @Test
    void duplicatesAreOneIdAndNullIsAnIdToo() {
        assertNames(one.getAll("a", 1, null, 1, null), BulkScenario.names("a", 1, null));
        assertThat(one.loads.get(0)).containsExactly(1, null);
        assertNames(one.getAll("b", null, 1), BulkScenario.names("a", null, 1));
    }

    @Test
    void differentIdsOfOneKeyHaveOneResult() {
        Object result = one.getAll("a", 1, 1L, "1");
        assertThat(one.loads).containsExactly(List.of(1));
        assertThat(result).isEqualTo(Map.of(1, "1a", 1L, "1a", "1", "1a"));
    }

    @Test
    void noIdsNeedNoCall() {
        assertThat(one.getAll("a")).isEqualTo(Map.of());
        assertThat(one.loads).isEmpty();
    }

    @Test
    void resultsThatNobodyAskedForAreIgnored() {
        Map<Object, String> all = Map.of(1, "1a", 2, "2a");
        var result = one.getAll(List.of(1), missing -> CompletableFuture.completedFuture(all));
        assertThat(result.join()).isEqualTo(Map.of(1, "1a"));
        assertThat(one.get(2, "2b")).isEqualTo("2b");
    }

    @Test
    void nullInPlaceOfAResultMeansThatNoIdHasOne() {
        var result = one.getAll(List.of(1), missing -> CompletableFuture.completedFuture(null));
        assertThat(result.join()).isEqualTo(Map.of());
        assertThat(one.get(1, "b")).isNull();
    }

    @Test
    void resultThatCannotBeTakenApartGoesToTheCallerAndIsNotStored() {
        one.get(1, "1s");
        var result = one.getAll(List.of(1, 2), missing -> CompletableFuture.completedFuture("two"));
        assertThat(result.join()).isEqualTo(Map.of(1, "1s", "undivided", "two"));
        assertThat(one.get(2, "2b")).isEqualTo("2b");
    }

    @Test
    void callsThatOverlapLoadEachIdOnce() {
        var first = slow(one, 1, 2, 3);
        var second = other.getAll(List.of(2, 3, 4), BulkContract::loaded);
        Eventually.until(() -> other.loads.size() == 1);
        var third = one.getAll(List.of(4, 3, 5), BulkContract::loaded);
        Eventually.until(() -> one.loads.size() == 2);
        assertThat(other.loads).containsExactly(List.of(4));
        assertThat(one.loads).endsWith(List.of(5));
        assertThat(second).isNotDone();
        load.complete(BulkScenario.names("a", 1, 2, 3));
        assertNames(first.join(), BulkScenario.names("a", 1, 2, 3));
        untilDone(second);
        assertThat(second.join()).isEqualTo(Map.of(2, "2a", 3, "3a", 4, "4b"));
        untilDone(third);
        assertThat(third.join()).isEqualTo(Map.of(4, "4b", 3, "3a", 5, "5b"));
        assertThat(one.loads.size() + other.loads.size()).isEqualTo(3);
    }

    static CompletableFuture<?> loaded(Collection<?> missing) {
        return CompletableFuture.completedFuture(BulkScenario.names("b", missing));
    }

    @Test
    void singleCallsWaitForBulkCallsAndTheOtherWayRound() {
        var bulk = slow(one, 1, 2);
        var single = other.get(1, CompletableFuture.completedFuture("1s"));
        CompletableFuture<String> third = new CompletableFuture<>();
        var loading = other.get(3, third);
        Eventually.until(() -> other.loads.size() == 1);
        var both = one.getAll(List.of(2, 3), BulkContract::loaded);
        load.complete(BulkScenario.names("a", 1, 2));
        assertThat(bulk.join()).isEqualTo(Map.of(1, "1a", 2, "2a"));
        untilDone(single);
        assertThat(single.join()).isEqualTo("1a");
        third.complete("3s");
        assertThat(loading.join()).isEqualTo("3s");
        untilDone(both);
        assertThat(both.join()).isEqualTo(Map.of(2, "2a", 3, "3s"));
        assertThat(one.loads).hasSize(1);
    }

    @Test
    void failureIsTheCallersAndThoseOfWhoWaitsAndEndsEveryClaim() {
        var failing = slow(one, 1, 2);
        var waiting = one.getAll(List.of(2, 3), BulkContract::loaded);
        Eventually.until(() -> one.loads.size() == 2);
        load.completeExceptionally(new IllegalStateException("no stock"));
        assertThatThrownBy(failing::join).hasRootCauseMessage("no stock");
        assertThatThrownBy(waiting::join).hasRootCauseMessage("no stock");
        assertThat(one.getAll("c", 1, 2, 3)).isEqualTo(Map.of(1, "1c", 2, "2c", 3, "3b"));
        assertThat(one.loads).endsWith(List.of(1, 2));
    }

    @Test
    void invalidationOfOneIdCancelsTheStoringOfThatOneOnly() {
        var call = slow(one, 1, 2, 3);
        other.invalidate(2);
        load.complete(BulkScenario.names("a", 1, 2, 3));
        assertThat(call.join()).isEqualTo(Map.of(1, "1a", 2, "2a", 3, "3a"));
        assertThat(other.getAll("b", 1, 2, 3)).isEqualTo(Map.of(1, "1a", 2, "2b", 3, "3a"));
        assertThat(one.count(Outcome.NOT_STORED)).isOne();
    }

    @Test
    void callAfterAnInvalidationDoesNotJoinTheLoadOfBefore() {
        var before = slow(one, 1, 2);
        one.invalidate(1);
        var after = one.getAll(List.of(1, 2), BulkContract::loaded);
        Eventually.until(() -> one.loads.size() == 2);
        assertThat(one.loads).endsWith(List.of(1));
        load.complete(BulkScenario.names("a", 1, 2));
        assertThat(before.join()).isEqualTo(Map.of(1, "1a", 2, "2a"));
        assertThat(after.join()).isEqualTo(Map.of(1, "1b", 2, "2a"));
    }

    @Test
    void idWhoseLoadEndsWithoutAResultIsLoadedByAFurtherCall() {
        var cancelled = slow(one, 2);
        var waiting = one.getAll(List.of(1, 2), BulkContract::loaded);
        Eventually.until(() -> one.loads.size() == 2);
        load.completeExceptionally(new java.util.concurrent.CancellationException("enough"));
        assertThatThrownBy(cancelled::join).isNotNull();
        assertThat(waiting.join()).isEqualTo(Map.of(1, "1b", 2, "2b"));
        assertThat(one.loads).containsExactly(List.of(2), List.of(1), List.of(2));
    }

    @Test
    void loadThatCallsForItsOwnIdsDoesNotWaitForItself() {
        one.get(9, "9s");
        var call = one.getAll(List.of(1, 2), missing -> {
            Object inner = one.getAll("inner-", 2, 9);
            return CompletableFuture.completedFuture(Map.of(1, "1" + inner, 2, "2"));
        });
        untilDone(call);
        assertThat(call.join()).isEqualTo(Map.of(1, "1{2=2inner-, 9=9s}", 2, "2"));
    }

    @Test
    void callThatWaitsTooLongLoadsForItself() {
        // No renewal is due before the wait ends: it could be late for the time of the test.
        Loading patient = Loading.of(600_000, 10_000);
        one.settings = CacheSettings.of("names", new Life(60_000, 60_000, 0), patient);
        slow(one, 1);
        var waiting = one.getAll(List.of(1, 2), BulkContract::loaded);
        Eventually.until(() -> one.loads.size() == 2);
        time.advance(Duration.ofMillis(patient.maxWaitMillis() - 1));
        assertThat(waiting).isNotDone();
        untilDone(waiting);
        assertThat(waiting.join()).isEqualTo(Map.of(1, "1b", 2, "2b"));
        assertThat(one.count(Outcome.BYPASS)).isOne();
    }

    @Test
    void resultsThatMayNotBeStoredAreNot() {
        one.rules = new CacheRules() {
            @Override
            public boolean isStorable(@Nullable Object result) {
                return !"1a".equals(result);
            }
        };
        assertThat(one.getAll("a", 1, 2)).isEqualTo(Map.of(1, "1a", 2, "2a"));
        assertThat(one.getAll("b", 1, 2)).isEqualTo(Map.of(1, "1b", 2, "2a"));
    }

    @Test
    void resultsThatAreNoLongerValidAreLoadedAgain() {
        one.getAll("a", 1, 2);
        other.rules = new CacheRules() {
            @Override
            public boolean isValid(@Nullable Object result) {
                return !"1a".equals(result);
            }
        };
        assertThat(other.getAll("b", 1, 2)).isEqualTo(Map.of(1, "1b", 2, "2a"));
        assertThat(other.loads).containsExactly(List.of(1));
    }

    @Test
    void tagsReachWhatWasLoadedInBulk() {
        settings(BulkScenario.SETTINGS.withTagged(true));
        one.rules = new CacheRules() {
            @Override
            public Collection<String> tags(@Nullable Object result) {
                return List.of(String.valueOf(result).substring(0, 1));
            }
        };
        one.getAll("a", 1, 2, 3);
        Failures.join(other.cache.invalidateTags(one.namespace, List.of("1", "3")));
        assertThat(other.getAll("b", 1, 2, 3)).isEqualTo(Map.of(1, "1b", 2, "2a", 3, "3b"));
        var slow = slow(one, 4, 5);
        Failures.join(other.cache.invalidateTags(one.namespace, List.of("4")));
        load.complete(BulkScenario.names("a", 4, 5));
        slow.join();
        assertThat(other.getAll("b", 4, 5)).isEqualTo(Map.of(4, "4b", 5, "5a"));
    }
}
