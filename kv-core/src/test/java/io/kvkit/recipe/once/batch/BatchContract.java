package io.kvkit.recipe.once.batch;

import static io.kvkit.recipe.once.batch.Batches.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.batch.Batches.At;
import io.kvkit.store.KvStore;
import io.kvkit.tck.VirtualTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch promises for each of its items. */
abstract class BatchContract {

    private static final Consumer<List<String>> WELL = some -> {};

    private final VirtualTime time = new VirtualTime();
    private KvStore store;
    private Batches batches;

    abstract KvStore open(VirtualTime time);

    abstract boolean staged();

    @BeforeEach
    void open() {
        store = open(time);
        batches = new Batches(store, time, staged());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Consumer<List<String>> failing(RuntimeException failure) {
        return some -> {
            throw failure;
        };
    }

    private Proceed claimed(String name) {
        Decision decision = batches.once()
                .guard()
                .decide(batches.call(name))
                .toCompletableFuture()
                .join();
        return (Proceed) decision;
    }

    @Test
    void eachItemIsDoneOnceAndTwoBatchesAreSent() throws Throwable {
        List<String> many = IntStream.range(0, 500).mapToObj(i -> "item " + i).toList();
        assertThat(batches.handle(many, WELL)).isEqualTo(many);
        assertThat(batches.sent()).containsExactly("batch of 500", "batch of 500");
        assertThat(batches.handle(many, WELL)).isEmpty();
        assertThat(batches.sent()).containsExactly("batch of 500");
        assertThat(batches.handle(names("item 7", "new", "item 8"), WELL)).containsExactly("new");
    }

    @Test
    void itemThatIsThereTwiceIsDoneOnce() throws Throwable {
        assertThat(batches.handle(names("a", "b", "a", "a"), WELL)).containsExactly("a", "b");
        assertThat(batches.handle(names("b", "b", "c"), WELL)).containsExactly("c");
    }

    @Test
    void itemThatIsInProgressEndsTheBatchThere() throws Throwable {
        Proceed elsewhere = claimed("c");
        assertThatThrownBy(() -> batches.handle(names("a", "b", "c", "d"), WELL))
                .isInstanceOfSatisfying(At.class, at -> assertThat(at.position).isEqualTo(2))
                .hasCauseInstanceOf(EventInProgressException.class);
        assertThatThrownBy(() -> batches.handle(names("a", "b", "c", "d"), WELL))
                .hasMessage("at 2");
        batches.once()
                .guard()
                .failed(elsewhere.ticket(), new IllegalStateException())
                .toCompletableFuture()
                .join();
        assertThat(batches.handle(names("a", "b", "c", "d"), WELL)).containsExactly("c", "d");
    }

    @Test
    void failureWithinABatchThatEndsEarlySkipsNothing() {
        claimed("c");
        assertThatThrownBy(() -> batches.handle(names("a", "b", "c"), failing(new IllegalStateException("no"))))
                .hasMessage("at 0")
                .hasRootCauseMessage("no");
    }

    @Test
    void itemsBeforeTheFailedOneAreDoneAndTheOthersAreNot() throws Throwable {
        batches.handle(names("a"), WELL);
        assertThatThrownBy(() -> batches.handle(names("a", "b", "c", "d"), failing(new At(1, null))))
                .isInstanceOfSatisfying(At.class, at -> assertThat(at.position).isEqualTo(2));
        assertThat(batches.handle(names("a", "b", "c", "d"), WELL)).containsExactly("c", "d");
    }

    @Test
    void onlyTheFailedItemIsParked() throws Throwable {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> batches.handle(names("bad", "good"), failing(new At(0, null))))
                    .hasMessage("at 0");
        }
        assertThat(batches.handle(names("bad", "good"), WELL)).containsExactly("good");
    }

    @Test
    void failureThatNamesNoItemReleasesAllOfThemAndParksNone() throws Throwable {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> batches.handle(names("a", "b"), failing(new IllegalStateException("no"))))
                    .hasMessage("at 0")
                    .hasRootCauseMessage("no");
        }
        assertThat(batches.handle(names("a", "b"), WELL)).containsExactly("a", "b");
    }

    @Test
    void failureThatNamesNoItemIsOneAtTheFirstItemOfTheCall() throws Throwable {
        batches.handle(names("a"), WELL);
        assertThatThrownBy(() -> batches.handle(names("a", "b", "c"), failing(new IllegalStateException("no"))))
                .hasMessage("at 1")
                .hasRootCauseMessage("no");
    }

    @Test
    void errorIsPassedOnAsItIs() {
        AssertionError error = new AssertionError("no");
        Consumer<List<String>> broken = some -> {
            throw error;
        };
        assertThatThrownBy(() -> batches.handle(names("a", "b"), broken)).isSameAs(error);
    }

    @Test
    void failureOfABatchOfOneCounts() throws Throwable {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> batches.handle(names("a"), failing(new IllegalStateException("no"))))
                    .hasRootCauseMessage("no");
        }
        assertThat(batches.handle(names("a"), WELL)).isEmpty();
    }

    @Test
    void itemWithoutAKeyEndsTheBatchThere() throws Throwable {
        assertThatThrownBy(() -> batches.handle(names("a", "", "b"), WELL)).hasMessage("at 1");
        assertThatThrownBy(() -> batches.handle(names("", "b"), WELL)).hasMessage("at 0");
        assertThat(batches.handle(names("a", "b"), WELL)).containsExactly("b");
    }

    @Test
    void unguardedItemAlwaysRuns() throws Throwable {
        assertThat(batches.handle(names("free", "a"), WELL)).containsExactly("free", "a");
        assertThat(batches.handle(names("a", "free"), WELL)).containsExactly("free");
        assertThat(batches.handle(List.of(), WELL)).isEmpty();
    }
}
