package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Token;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheTest {

    private static final PlainDriver PLAIN = new PlainDriver(Runnable::run);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    /** A value without an end, so it cannot be encoded. */
    static final class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void secondCallIsAnsweredFromTheStore(CallStyle style) {
        assertThat(scenario.get(style, "one").join()).isEqualTo("one");
        assertThat(scenario.get(style, "two").join()).isEqualTo("one");

        assertThat(scenario.loads).hasValue(1);
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.HIT);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultExpiresAfterItsTtl(CallStyle style) {
        scenario.get(style, "one").join();
        time.advance(Duration.ofMillis(59_999));
        assertThat(scenario.get(style, "two").join()).isEqualTo("one");
        time.advance(Duration.ofMillis(1));
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void nullIsKeptForItsOwnTime(CallStyle style) {
        assertThat(scenario.get(style, null).join()).isNull();
        assertThat(scenario.get(style, "two").join()).isNull();
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.NULL_HIT);
        time.advance(Duration.ofSeconds(30));
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void nullIsNotKeptWhenItsTimeIsZero(CallStyle style) {
        CacheCall call =
                scenario.call(CacheSettings.of("products", new Life(60_000, 0, 0), Loading.of(10_000, 10_000)));
        scenario.get(style, call, () -> CompletableFuture.completedFuture(null)).join();
        scenario.get(style, call, () -> CompletableFuture.completedFuture(null)).join();
        assertThat(scenario.loads).hasValue(2);
    }

    @Test
    void optionalIsFoundAsOptional() throws Throwable {
        CacheCall call = CacheCall.of(
                scenario.key, CacheScenario.SETTINGS, ResultCodec.ofOptional(new JacksonCodec(), String.class));
        assertThat(PLAIN.run(scenario.cache.guard(), call, args -> Optional.empty()))
                .isEqualTo(Optional.empty());
        assertThat(PLAIN.run(scenario.cache.guard(), call, args -> null)).isEqualTo(Optional.empty());
        Failures.join(scenario.cache.put(scenario.call(), "one"));
        assertThat(PLAIN.run(scenario.cache.guard(), call, args -> null)).isEqualTo(Optional.of("one"));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void failureIsTheMethodsOwnAndIsNotKept(CallStyle style) {
        IllegalStateException failure = new IllegalStateException("no stock");
        assertThatThrownBy(() -> scenario.get(style, scenario.call(), () -> CompletableFuture.failedFuture(failure))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultThatMustNotBeStoredIsGivenToTheCallerOnly(CallStyle style) {
        CacheCall call = scenario.call(CacheScenario.storing(result -> !"secret".equals(result)));
        scenario.get(style, call, () -> CompletableFuture.completedFuture("secret"))
                .join();
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneOfManyCallsLoadsAndTheOthersGetItsResult(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Object>> calls = IntStream.range(0, 64)
                .mapToObj(i -> scenario.get(style, scenario.call(), () -> load))
                .toList();
        // One loads and renews its claim; the patience of the others is on the timer.
        Eventually.until(() -> time.pending() >= 64);
        load.complete("one");
        for (var call : calls) {
            assertThat(call.join()).isEqualTo("one");
        }
        assertThat(scenario.loads).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void waitingCallsShareTheFailureOfTheirFlight(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        calls.add(scenario.get(style, scenario.call(), () -> load));
        Eventually.until(() -> scenario.loads.get() == 1);
        calls.add(scenario.get(style, scenario.call(), () -> load));
        // the second call waits: its patience is on the timer
        Eventually.until(() -> time.pending() >= 2);
        load.completeExceptionally(new IllegalStateException("no stock"));
        for (var call : calls) {
            assertThatThrownBy(call::join).hasRootCauseMessage("no stock");
        }
        assertThat(scenario.loads).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void invalidationDuringALoadKeepsTheOldResultOut(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        var slow = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> scenario.loads.get() == 1);

        Failures.join(scenario.cache.invalidate(scenario.key));
        load.complete("old");

        assertThat(slow.join()).isEqualTo("old");
        assertThat(scenario.events).contains(Outcome.NOT_STORED);
        assertThat(scenario.get(style, "new").join()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void callAfterAnInvalidationDoesNotJoinTheLoadOfBefore(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        var slow = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> scenario.loads.get() == 1);

        Failures.join(scenario.cache.invalidate(scenario.key));

        assertThat(scenario.get(style, "new").join()).isEqualTo("new");
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(scenario.get(style, "newer").join()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void updateDuringALoadWins(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        var slow = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> scenario.loads.get() == 1);

        Failures.join(scenario.cache.put(scenario.call(), "new"));
        load.complete("old");

        assertThat(slow.join()).isEqualTo("old");
        assertThat(scenario.get(style, "newer").join()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void loadThatOutlivesItsLeaseIsRenewed(CallStyle style) {
        CompletableFuture<String> load = new CompletableFuture<>();
        var slow = scenario.get(style, scenario.call(), () -> load);
        Eventually.until(() -> scenario.loads.get() == 1);
        for (int i = 0; i < 50; i++) {
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(ClaimRecord.read(Failures.join(store.get(scenario.key))).leaseUntil())
                .isGreaterThan(time.micros());
        load.complete("one");
        slow.join();
        assertThat(scenario.get(style, "two").join()).isEqualTo("one");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void claimOfADeadProcessIsTakenOverWhenItsLeaseEnds(CallStyle style) {
        claimElsewhere(10_000);
        var waiting = scenario.get(style, "two");
        Eventually.until(() -> time.pending() >= 2);
        time.advance(Duration.ofMillis(9_000));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofMillis(1_100));
        assertThat(waiting.join()).isEqualTo("two");
        assertThat(scenario.events).contains(Outcome.MISS);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneOfThoseThatWaitedTooLongRelievesTheOthers(CallStyle style) {
        claimElsewhere(60_000);
        CompletableFuture<String> load = new CompletableFuture<>();
        var first = scenario.get(style, scenario.call(), () -> load);
        var second = scenario.get(style, scenario.call(), () -> load);
        // two calls lose patience, one poll watches the key
        Eventually.until(() -> time.pending() >= 3);
        time.advance(Duration.ofSeconds(11));
        Eventually.until(() -> scenario.loads.get() == 1);
        load.complete("one");
        assertThat(first.join()).isEqualTo("one");
        assertThat(second.join()).isEqualTo("one");
        assertThat(scenario.loads).hasValue(1);
    }

    @Test
    void methodThatCallsItselfWithTheSameKeyDoesNotWaitForItself() throws Throwable {
        Object result = PLAIN.run(scenario.cache.guard(), scenario.call(), args -> {
            Object inner = PLAIN.run(scenario.cache.guard(), scenario.call(), own -> "inner");
            return inner + " in outer";
        });
        assertThat(result).isEqualTo("inner in outer");
        assertThat(scenario.events).contains(Outcome.BYPASS);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void failingListenerChangesNothing(CallStyle style) {
        Cache observed = new Cache(store, time, KvListeners.of(event -> {
            throw new IllegalStateException("listener");
        }));
        for (int i = 0; i < 2; i++) {
            assertThat(style.start(observed.guard(), scenario.call(), () -> CompletableFuture.completedFuture("one"))
                            .join())
                    .isEqualTo("one");
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void failedReadRunsTheMethod(CallStyle style) {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(scenario.get(style, "one").join()).isEqualTo("one");
        assertThat(scenario.events).containsExactly(Outcome.STORE_FAILURE);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneCallAtATimeLoadsWhileTheStoreFails(CallStyle style) {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        CompletableFuture<String> old = new CompletableFuture<>();
        var first = scenario.get(style, scenario.call(), () -> old);
        Eventually.until(() -> scenario.loads.get() == 1);
        CompletableFuture<String> young = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Object>> later = IntStream.range(0, 16)
                .mapToObj(i -> scenario.get(style, scenario.call(), () -> young))
                .toList();
        // each of them waits: its patience is on the timer
        Eventually.until(() -> time.pending() == 16);
        assertThat(scenario.loads).hasValue(1);

        old.complete("old");
        assertThat(first.join()).isEqualTo("old");
        young.complete("new");

        // what began before a call is never its answer: an invalidation may lie between
        assertThat(later).allSatisfy(call -> assertThat(call.join()).isEqualTo("new"));
        assertThat(scenario.loads).hasValue(2);
        assertThat(scenario.get(style, "newest").join()).isEqualTo("newest");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void storeThatFailsAfterTheLoadDoesNotChangeTheResult(CallStyle style) {
        store.fail("complete", Fault.REQUEST_LOST);
        assertThat(scenario.get(style, "one").join()).isEqualTo("one");
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.NOT_STORED);
    }

    @Test
    void failedInvalidationIsRepeatedUntilItIsAcknowledged() {
        scenario.get(CallStyle.PLAIN, "old").join();
        store.fail("invalidate", Fault.REQUEST_LOST);
        Failures.join(scenario.cache.invalidate(scenario.key));
        time.advance(Duration.ofSeconds(5));
        // the store still has the old value, which this process no longer believes
        assertThat(scenario.get(CallStyle.PLAIN, "new").join()).isEqualTo("new");

        store.heal();
        time.advance(Duration.ofSeconds(1));

        assertThat(scenario.get(CallStyle.PLAIN, "newer").join()).isEqualTo("newer");
        assertThat(scenario.events).contains(Outcome.INVALIDATION_FAILED, Outcome.STORE_FAILURE);
    }

    @Test
    void failedUpdateLeavesNoOldResult() {
        scenario.get(CallStyle.PLAIN, "old").join();
        store.failNext(1, "claim", Fault.REQUEST_LOST);
        Failures.join(scenario.cache.put(scenario.call(), "new"));
        time.advance(Duration.ofSeconds(1));
        assertThat(scenario.get(CallStyle.PLAIN, "newer").join()).isEqualTo("newer");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void copyOfAnotherKeysRecordIsRefusedAndRepaired(CallStyle style) {
        scenario.get(style, "one").join();
        byte[] copied = Failures.join(store.get(scenario.key));
        CacheScenario other = new CacheScenario(store, time);
        Failures.join(store.set(other.key, copied, Ttl.NONE));
        assertThat(other.get(style, "two").join()).isEqualTo("two");
        assertThat(other.get(style, "three").join()).isEqualTo("two");
        assertThat(other.events).containsExactly(Outcome.CORRUPT, Outcome.MISS, Outcome.HIT);
        other.end();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void foreignRecordIsReplaced(CallStyle style) {
        Failures.join(store.set(scenario.key, new byte[] {1, 2, 3}, Ttl.NONE));
        assertThat(scenario.get(style, "one").join()).isEqualTo("one");
        assertThat(scenario.get(style, "two").join()).isEqualTo("one");
        assertThat(scenario.events).contains(Outcome.CORRUPT);
    }

    @Test
    void resultOfAnotherDeclaredTypeIsNotGivenOut() throws Throwable {
        scenario.get(CallStyle.PLAIN, "7").join();
        CacheCall number =
                CacheCall.of(scenario.key, CacheScenario.SETTINGS, ResultCodec.of(new JacksonCodec(), Integer.class));
        scenario.madeByHand(1);
        assertThat(PLAIN.run(scenario.cache.guard(), number, args -> 8)).isEqualTo(8);
        assertThat(scenario.events).contains(Outcome.CORRUPT);
    }

    @Test
    void resultThatCannotBeEncodedReachesEveryCallerAndIsNotStored() throws Throwable {
        CacheCall call =
                CacheCall.of(scenario.key, CacheScenario.SETTINGS, ResultCodec.of(new JacksonCodec(), Loop.class));
        Loop value = new Loop();
        assertThat(PLAIN.run(scenario.cache.guard(), call, args -> value)).isSameAs(value);
        assertThat(PLAIN.run(scenario.cache.guard(), call, args -> "again")).isEqualTo("again");
        assertThat(scenario.events).contains(Outcome.NOT_ENCODABLE);
    }

    private void claimElsewhere(long leaseMillis) {
        Failures.join(new Claims(store, time).claim(scenario.key, ClaimRequest.refresh(Token.random(), leaseMillis)));
    }
}
