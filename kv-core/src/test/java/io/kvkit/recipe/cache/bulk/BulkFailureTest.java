package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls for many keys while the store, or the code of the application, fails. */
@Timeout(60)
class BulkFailureTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final BulkScenario one = new BulkScenario(store, time);
    private final CompletableFuture<Object> load = new CompletableFuture<>();

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        one.end();
    }

    private CompletableFuture<@Nullable Object> slow(Integer... ids) {
        int before = one.loads.size();
        var call = one.getAll(List.of(ids), missing -> load);
        Eventually.until(() -> one.loads.size() > before);
        return call;
    }

    @Test
    void everythingIsLoadedInOneCallIfTheStoreCannotBeRead() {
        one.getAll("a", 1, 2);
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(one.getAll("b", 1, 2, 3)).isEqualTo(BulkScenario.names("b", 1, 2, 3));
        assertThat(one.loads).endsWith(List.of(1, 2, 3));
        assertThat(one.count(Outcome.STORE_FAILURE)).isEqualTo(3);
        store.heal();
        assertThat(one.getAll("c", 1, 2, 3)).isEqualTo(Map.of(1, "1a", 2, "2a", 3, "3c"));
    }

    @Test
    void idsAreLoadedOneAtATimeWithoutTheStoreAndNobodyBlocksAnother() {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        var first = slow(1, 2);
        CompletableFuture<Object> other = new CompletableFuture<>();
        var second = one.getAll(List.of(2, 3), missing -> other);
        Eventually.until(() -> one.loads.size() == 2);
        assertThat(one.loads).endsWith(List.of(3));
        load.complete(BulkScenario.names("a", 1, 2));
        assertThat(first.join()).isEqualTo(BulkScenario.names("a", 1, 2));
        other.complete(BulkScenario.names("b", 2, 3));
        assertThat(second.join()).isEqualTo(BulkScenario.names("b", 2, 3));
        assertThat(one.loads).endsWith(List.of(2));
    }

    @Test
    void claimsOfUnknownOutcomeEndAndTheResultsAreTheCallers() {
        store.failNext(2, "applyAll", Fault.REPLY_LOST);
        assertThat(one.getAll("a", 1, 2)).isEqualTo(BulkScenario.names("a", 1, 2));
        Eventually.until(() -> {
            time.advance(Duration.ofSeconds(1));
            return BulkScenario.names("b", 1, 2).equals(one.getAll("b", 1, 2));
        });
        // Claims that come late are released for two minutes.
        Eventually.until(() -> {
            time.advance(Duration.ofSeconds(10));
            return time.pending() == 0;
        });
    }

    @Test
    void resultsThatCouldNotBeStoredAreStoredLater() {
        var call = slow(1, 2);
        store.failNext(1, "applyAll", Fault.REQUEST_LOST);
        load.complete(BulkScenario.names("a", 1, 2));
        assertThat(call.join()).isEqualTo(BulkScenario.names("a", 1, 2));
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(100));
            return one.getAll(List.of(1, 2), missing -> new CompletableFuture<>())
                    .isDone();
        });
        assertThat(one.loads).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void failureNamesTheFailureOfTheStoreOnce() {
        var call = slow(1, 2, 3);
        store.fail("applyAll", Fault.REFUSED);
        IllegalStateException failure = new IllegalStateException("no stock");
        load.completeExceptionally(failure);
        assertThatThrownBy(call::join).hasRootCauseMessage("no stock");
        assertThat(failure.getSuppressed()).hasSize(1).allMatch(KvException.class::isInstance);
    }

    @Test
    void rulesThatFailConcernOneResultOnly() {
        one.rules = new CacheRules() {
            @Override
            public boolean isStorable(@Nullable Object result) {
                if ("1a".equals(result)) {
                    throw new IllegalStateException("rule");
                }
                return true;
            }
        };
        assertThat(one.getAll("a", 1, 2)).isEqualTo(BulkScenario.names("a", 1, 2));
        assertThat(one.getAll("b", 1, 2)).isEqualTo(Map.of(1, "1b", 2, "2a"));
    }

    @Test
    void damagedEntryIsLoadedAgainWithTheOthers() {
        one.getAll("a", 1, 2);
        byte[] bytes = Failures.join(store.get(one.key(1))).clone();
        bytes[bytes.length - 1] ^= 1;
        Failures.join(store.set(one.key(1), bytes, Ttl.NONE));
        assertThat(one.getAll("b", 1, 2, 3)).isEqualTo(Map.of(1, "1b", 2, "2a", 3, "3b"));
        assertThat(one.loads).endsWith(List.of(1, 3));
    }
}
