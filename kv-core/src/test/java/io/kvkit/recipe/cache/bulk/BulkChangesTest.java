package io.kvkit.recipe.cache.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.Mark;
import io.kvkit.recipe.cache.Postponed;
import io.kvkit.recipe.cache.bulk.BulkChanges.Change;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of a store about many keys at one time is asked together, also between and after calls. */
class BulkChangesTest {

    private static final List<Integer> IDS = IntStream.range(0, 50).boxed().toList();

    private final VirtualTime time = new VirtualTime();
    private final CountedStore store = new CountedStore(new InMemoryKvStore(time));
    private final BulkScenario one = new BulkScenario(store, time);
    private final BulkScenario other = one.another(time);

    @AfterEach
    void nothingIsLeft() {
        one.end();
        other.end();
    }

    private Postponed postponed(int id) {
        Proceed proceed = (Proceed) Failures.join(one.cache.guard().decide(one.call(id)));
        return one.cache.postpone(proceed.ticket(), id + "a");
    }

    private void make(List<Change> changes) {
        store.sent.clear();
        Failures.join(BulkChanges.make(one.cache, changes));
    }

    private @Nullable Object read() {
        return other.getAll("b", IDS.toArray());
    }

    @Test
    void postponedResultsAreStoredByOneBatch() {
        List<Postponed> results = IDS.stream().map(this::postponed).toList();
        make(results.stream()
                .<Change>map(result -> together -> together.taken(result).store())
                .toList());
        assertThat(store.sent).containsExactly("applyAll 50");
        assertThat(read()).isEqualTo(BulkScenario.names("a", IDS));
    }

    @Test
    void postponedResultsAreDiscardedByOneBatch() {
        List<Postponed> results = IDS.stream().map(this::postponed).toList();
        make(results.stream()
                .<Change>map(result -> together -> together.taken(result).discard())
                .toList());
        assertThat(store.sent).containsExactly("applyAll 50");
        assertThat(read()).isEqualTo(BulkScenario.names("b", IDS));
    }

    @Test
    void updatesAreStoredByOneBatchForEachStep() {
        List<@Nullable Mark> marks = IDS.stream()
                .<@Nullable Mark>map(id -> Failures.join(one.cache.updates().mark(one.call(id))))
                .toList();
        make(IDS.stream()
                .<Change>map(id -> together -> together.updates().put(one.call(id), id + "a", marks.get(id)))
                .toList());
        assertThat(store.sent).containsExactly("applyAll 50", "applyAll 50");
        assertThat(read()).isEqualTo(BulkScenario.names("a", IDS));
    }

    @Test
    void changeThatThrowsDoesNotPreventTheOthers() {
        make(List.of(
                together -> {
                    throw new IllegalStateException("no change");
                },
                together -> together.put(one.call(1), "1a")));
        assertThat(other.get(1, "1b")).isEqualTo("1a");
    }

    @Test
    void claimsOfOneCallAreRenewedTogether() {
        CompletableFuture<Map<@Nullable Object, String>> load = new CompletableFuture<>();
        one.style = BulkStyle.STAGE;
        var call = one.getAll(IDS, missing -> load);
        Eventually.until(() -> one.loads.size() == 1);
        Duration third =
                Duration.ofMillis(one.settings.loading().leaseMillis() / 3).plusMillis(1);
        for (int i = 0; i < 5; i++) {
            store.sent.clear();
            time.advance(third);
            assertThat(store.sent).containsExactly("applyAll 50");
        }
        load.complete(BulkScenario.names("a", IDS));
        assertThat(call.join()).isEqualTo(BulkScenario.names("a", IDS));
        assertThat(time.pending()).isZero();
        assertThat(read()).isEqualTo(BulkScenario.names("a", IDS));
    }

    @Test
    void callThatWaitsForManyKeysLooksForThemTogether() {
        CompletableFuture<Map<@Nullable Object, String>> load = new CompletableFuture<>();
        one.style = BulkStyle.STAGE;
        other.style = BulkStyle.STAGE;
        var loading = one.getAll(IDS, missing -> load);
        Eventually.until(() -> one.loads.size() == 1);
        var waiting = other.getAll(IDS, missing -> CompletableFuture.completedFuture(Map.of()));
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(500));
            return Collections.frequency(store.sent(), "mget 50") > 4;
        });
        assertThat(store.sent()).containsOnly("mget 50", "applyAll 50");
        load.complete(BulkScenario.names("a", IDS));
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(500));
            return waiting.isDone();
        });
        assertThat(loading.join()).isEqualTo(BulkScenario.names("a", IDS));
        assertThat(waiting.join()).isEqualTo(BulkScenario.names("a", IDS));
    }
}
