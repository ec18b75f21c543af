package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The end of a store, and views that have none. */
public abstract class ClosingContract extends ContractGroup {

    @Test
    void closedStoreRefusesEverySingleOperation() {
        assertRefused(store -> store.get(key("a")));
        assertRefused(store -> store.set(key("a"), bytes("one"), Ttl.NONE));
        assertRefused(store -> store.delete(key("a")));
        assertRefused(store -> store.exists(key("a")));
        assertRefused(store -> store.scan("a", 1));
        assertRefused(store -> store.apply(key("a"), Values.increment(1, Ttl.NONE)));
    }

    @Test
    void closedStoreRefusesEachKeyOfABatch() {
        KvStore closed = under.openAnother();
        closed.close();
        assertEachRefused(await(closed.mget(List.of(key("a"), key("b")))));
        assertEachRefused(await(closed.mset(Map.of(key("a"), bytes("one"), key("b"), bytes("two")), Ttl.NONE)));
        assertEachRefused(await(closed.deleteMany(List.of(key("a"), key("b")))));
        var increment = Values.increment(1, Ttl.NONE);
        assertEachRefused(await(closed.applyAll(Map.of(key("a"), increment, key("b"), increment))));
    }

    private void assertEachRefused(Batch<Key, ?> refused) {
        assertThat(refused.values()).isEmpty();
        assertThat(refused.failures()).containsOnlyKeys(key("a"), key("b"));
        refused.failures().forEach((key, failure) -> assertThat(failure.key()).isEqualTo(key.toString()));
        assertThatThrownBy(refused::orThrow).isInstanceOfSatisfying(KvException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(KvException.Kind.TRANSIENT);
            assertThat(failure.getSuppressed()).hasSize(1);
        });
    }

    @Test
    void closedStoreIsDown() {
        KvStore closed = under.openAnother();
        closed.close();
        assertThat(await(closed.health()).up()).isFalse();
    }

    @Test
    void storeMayBeClosedTwice() {
        KvStore closed = under.openAnother();
        closed.close();
        closed.close();
        assertThat(await(closed.health()).up()).isFalse();
    }

    @Test
    void viewWithAnotherTimeoutSeesTheSameKeysAndMayBeClosed() {
        KvStore view = store.withTimeout(Duration.ofSeconds(30));
        await(view.set(key("a"), bytes("one"), Ttl.NONE));
        view.close();
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        assertThat(await(store.withTimeout(Duration.ofSeconds(30)).get(key("a"))))
                .isEqualTo(bytes("one"));
    }

    @Test
    void viewOfAClosedStoreIsClosed() {
        KvStore other = under.openAnother();
        KvStore view = other.withTimeout(Duration.ofSeconds(30));
        other.close();
        assertThatThrownBy(() -> await(view.get(key("a")))).isInstanceOf(KvException.class);
    }

    private void assertRefused(Function<KvStore, CompletionStage<?>> operation) {
        KvStore closed = under.openAnother();
        closed.close();
        assertThatThrownBy(() -> await(operation.apply(closed))).isInstanceOfSatisfying(KvException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(KvException.Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(KvException.Outcome.NOT_APPLIED);
        });
    }
}
