package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client does when its store fails. */
abstract class FailureContract extends ClientGroup {

    static Stream<ClientOperation> strictOperations() {
        return ClientOperation.withKey().filter(operation -> !operation.answersWithoutStore());
    }

    private KvClient closed() {
        KvStore other = under.openAnother();
        KvClient blocking = KvClient.builder()
                .store(other)
                .keyPrefix(under.prefix())
                .timer(under.time())
                .build();
        KvClient closed = face(blocking);
        closed.close();
        return closed;
    }

    @Test
    void closingTheClientClosesItsStore() {
        KvClient closed = closed();
        assertThat(closed.health().up()).isFalse();
        for (ClientOperation operation : strictOperations().toList()) {
            assertThatThrownBy(() -> operation.run(closed, "a", MINUTE))
                    .as(operation.name())
                    .isInstanceOfSatisfying(KvException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(KvException.Kind.TRANSIENT);
                        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    });
        }
        assertThatThrownBy(() -> closed.scan("", 1)).isInstanceOf(KvException.class);
        assertThatThrownBy(() -> closed.rateLimit("a", 3, MINUTE)).isInstanceOf(KvException.class);
        assertThat(closed.guardedGet("a", MINUTE, String.class, () -> "computed"))
                .isEqualTo("computed");
        closed.invalidate("a");
        closed.close();
    }

    @Test
    void invalidationIsNotRepeatedWhenTheClientIsClosed() {
        store.fail("invalidate", Fault.REQUEST_LOST);
        client.invalidate("a");
        client.close();
        int before = store.count("invalidate");
        client.invalidate("a");
        under.time().advance(MINUTE);
        assertThat(store.count("invalidate")).isEqualTo(before + 1);
        assertThat(under.time().pending()).isZero();
    }

    @ParameterizedTest
    @MethodSource("strictOperations")
    void failureOfTheStoreIsTheCallersToSee(ClientOperation operation) {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThatThrownBy(() -> operation.run(client, "customer-4711", MINUTE))
                .isInstanceOfSatisfying(KvException.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    assertThat(failure.toString()).doesNotContain("customer");
                });
        store.heal();
        assertThat(client.scan("", 10)).isEmpty();
        operation.run(client, "customer-4711", MINUTE);
    }

    @Test
    void valuesAreComputedWithoutTheStore() {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(client.guardedGet("a", MINUTE, String.class, () -> "one")).isEqualTo("one");
        assertThat(client.guardedGet("a", MINUTE, String.class, () -> "two")).isEqualTo("two");
    }

    @Test
    void invalidationIsRepeatedUntilTheStoreTakesIt() {
        client.guardedGet("a", MINUTE.multipliedBy(10), String.class, () -> "old");
        store.fail("invalidate", Fault.REQUEST_LOST);
        client.invalidate("a");
        store.heal();
        under.time().advance(MINUTE);
        assertThat(client.guardedGet("a", MINUTE, String.class, () -> "new")).isEqualTo("new");
    }

    @Test
    void changeWithoutAnswerIsNotCarriedOutTwice() {
        store.fail("increment", Fault.REPLY_LOST);
        assertThatThrownBy(() -> client.increment("n"))
                .isInstanceOfSatisfying(
                        KvException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
        store.heal();
        assertThat(client.increment("n")).isEqualTo(2);
    }

    @Test
    void workIsDoneOnceAlthoughAnswersAreLost() {
        AtomicInteger runs = new AtomicInteger();
        store.failNext(1, "complete", Fault.REPLY_LOST);
        assertThat(client.idempotentExecute("a", Integer.class, runs::incrementAndGet))
                .isEqualTo(new IdempotentResult<>(1, false));
        assertThat(client.idempotentExecute("a", Integer.class, runs::incrementAndGet))
                .isEqualTo(new IdempotentResult<>(1, true));
        store.failNext(1, "complete", Fault.REPLY_LOST);
        assertThat(client.processOnce("evt", runs::incrementAndGet)).isTrue();
        assertThat(client.processOnce("evt", runs::incrementAndGet)).isFalse();
        assertThat(runs).hasValue(2);
    }

    @Test
    void keysOfABatchFailOnTheirOwn() {
        KvClient picky = face(KvClient.builder()
                .store(new PickyKvStore(store))
                .keyPrefix(under.prefix())
                .timer(under.time())
                .build());
        Batch<String, Boolean> written = picky.mset(Map.of("good", bytes("x"), "bad", bytes("x")));
        assertOnlyBadFailed(written);
        assertThat(written.values()).containsOnly(Map.entry("good", true));
        Batch<String, byte[]> read = picky.mget(List.of("good", "bad", "missing"));
        assertOnlyBadFailed(read);
        assertThat(read.values()).containsOnlyKeys("good");
        assertOnlyBadFailed(picky.deleteMany(List.of("good", "bad")));
    }

    private static void assertOnlyBadFailed(Batch<String, ?> batch) {
        assertThat(batch.failures()).containsOnlyKeys("bad");
        assertThatThrownBy(batch::orThrow).isSameAs(batch.failures().get("bad"));
    }
}
