package io.kvkit.recipe.once;

import static io.kvkit.recipe.once.DurableProcess.LEASE;
import static io.kvkit.recipe.once.DurableProcess.MIDDLE;
import static io.kvkit.recipe.once.DurableProcess.PATIENT;
import static io.kvkit.recipe.once.DurableProcess.SHORT;
import static io.kvkit.recipe.once.DurableProcess.call;
import static io.kvkit.recipe.once.DurableProcess.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.ResolveReply;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.once.batch.BatchForm;
import io.kvkit.recipe.once.batch.BatchGuard;
import io.kvkit.recipe.once.batch.OnceBatch;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.Handler;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that run once, on a primary with a replica that may be behind. */
@Tag("slow")
@Timeout(120)
class DurableCallsTest {

    private static SentinelSet servers;
    private static RedisServer primary;
    private static RedisServer replica;

    private final DurableProcess process = DurableProcess.on(primary);

    @BeforeAll
    static void start() {
        servers = SentinelSet.start(0);
        primary = servers.first();
        replica = servers.second();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @AfterEach
    void close() {
        replica.resume();
        process.close();
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void claimThatNoReplicaHasIsGivenBackAndNothingRuns(CallStyle style) {
        replica.pause();
        Handler first = Handler.returning("first");
        assertThatThrownBy(() -> process.run(style, process.once(SHORT), first))
                .isInstanceOfSatisfying(
                        KvException.class,
                        failure -> assertThat(failure.isNotDurable()).isTrue());
        assertThat(first.runs()).isZero();
        assertThat(process.outcomes).containsExactly(Outcome.UNAVAILABLE);
        replica.resume();
        Once patient = process.once(PATIENT);
        Eventually.until("the key is free", () -> "second".equals(process.value(patient, "second")));
        assertThat(process.outcomes).contains(Outcome.CLAIMED).doesNotContain(Outcome.TAKEOVER);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void callRunsIfAReplicaHasItsClaimAndIsReplayedWithoutOne(CallStyle style) {
        assertThat(process.run(style, process.once(PATIENT), Handler.returning("first")))
                .isEqualTo("first");
        assertThat(RedisCluster.<Long>ask(
                        replica, redis -> redis.exists(process.key().text())))
                .isEqualTo(1);
        replica.pause();
        assertThat(process.run(style, process.once(SHORT), Handler.returning("second")))
                .isEqualTo("first");
        assertThat(process.outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
    }

    @Test
    void callerGetsAResultThatIsNotDurableYet() {
        Once once = process.once(MIDDLE);
        Handler handler = Handler.open();
        var call = CallStyle.PLAIN.start(once.guard(), call(process.key(), OnStoreFailure.FAIL), handler);
        handler.awaitBegin();
        replica.pause();
        handler.finish("first");
        assertThat(Failures.<Object>join(call)).isEqualTo("first");
        assertThat(process.outcomes).containsExactly(Outcome.CLAIMED);
        assertThat(process.value(once, "second")).isEqualTo("first");
        replica.resume();
        Eventually.until("a durable result", () -> process.outcomes.contains(Outcome.COMPLETED));
        assertThat(process.outcomes).containsExactly(Outcome.CLAIMED, Outcome.REPLAYED, Outcome.COMPLETED);
    }

    @Test
    void resultThatNoReplicaTakesWithinTheLeaseIsToldOf() {
        Handler handler = Handler.open();
        var call = CallStyle.STAGE.start(
                process.once(MIDDLE).guard(),
                call(process.key(), Duration.ofMillis(900), OnStoreFailure.FAIL),
                handler);
        handler.awaitBegin();
        replica.pause();
        handler.finish("first");
        assertThat(Failures.<Object>join(call)).isEqualTo("first");
        Eventually.until("an end", () -> process.outcomes.size() == 2);
        assertThat(process.outcomes).containsExactly(Outcome.CLAIMED, Outcome.NOT_DURABLE);
    }

    @Test
    void callThatProceedsRunsWithoutProtection() {
        replica.pause();
        OnceCall call = call(process.key(), OnStoreFailure.PROCEED);
        assertThat(run(CallStyle.STAGE, process.once(SHORT), call, Handler.returning("first")))
                .isEqualTo("first");
        assertThat(process.outcomes).containsExactly(Outcome.UNPROTECTED);
    }

    @Test
    void serverThatCannotWaitRefusesAlsoCallsThatProceed() {
        Handler handler = Handler.returning("first");
        OnceCall call = call(process.key(), OnStoreFailure.PROCEED);
        assertThatThrownBy(() -> run(CallStyle.STAGE, process.once(Durability.of(Level.AOF)), call, handler))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("use Redis 7.2 or newer, appendonly yes");
        assertThat(handler.runs()).isZero();
    }

    @Test
    void userWhoMayNotWaitIsRefusedAlsoIfCallsProceed() {
        Handler handler = Handler.returning("first");
        OnceCall call = call(process.key(), OnStoreFailure.PROCEED);
        try (RedisServer server = RedisServer.start("--user", "app", "on", ">secret", "~*", "+@all", "-wait");
                DurableProcess app =
                        DurableProcess.on(LettuceSettings.ofUri(server.uri()).credentials("app", "secret"))) {
            assertThatThrownBy(() -> run(CallStyle.STAGE, app.once(PATIENT), call, handler))
                    .isInstanceOf(KvException.class)
                    .hasMessageContaining("the permission +wait (AUTHENTICATION");
        }
        assertThat(handler.runs()).isZero();
    }

    @Test
    void markThatNoReplicaHasIsWithdrawn() {
        Once once = process.once(SHORT);
        Once patient = process.once(PATIENT);
        assertThat(Failures.join(patient.mark(process.key(), LEASE))).isEqualTo(MarkReply.MARKED);
        replica.pause();
        assertThat(Failures.join(once.mark(process.key(), LEASE))).isEqualTo(MarkReply.DONE);
        Key other = process.keys.key("other");
        assertThatThrownBy(() -> Failures.join(once.mark(other, LEASE))).isInstanceOf(KvException.class);
        replica.resume();
        Eventually.until("withdrawn", () -> Failures.join(patient.mark(other, LEASE)) == MarkReply.MARKED);
    }

    @Test
    void decisionOfAnOperatorIsAsDurableAsAClaim() {
        HandClaims byHand = process.once(PATIENT).byHand();
        OnceCall call = call(process.key(), OnStoreFailure.FAIL);
        HandClaim claim = ((HandClaims.Begun.Started) Failures.join(byHand.begin(call))).claim();
        assertThat(Failures.join(claim.hold())).isTrue();
        replica.pause();
        OnceDecisions hasty = process.once(SHORT).decisions();
        assertThatThrownBy(() -> Failures.join(hasty.release(process.key(), claim.fence(), LEASE)))
                .isInstanceOfSatisfying(
                        KvException.class,
                        failure -> assertThat(failure.isNotDurable()).isTrue());
        assertThat(Failures.join(hasty.release(process.key(), claim.fence(), LEASE)))
                .as("it was made")
                .isEqualTo(ResolveReply.STALE);
        replica.resume();
        OnceDecisions decisions = process.once(PATIENT).decisions();
        assertThat(Failures.join(decisions.forget(process.key(), claim.fence())))
                .isEqualTo(ResolveReply.RESOLVED);
        assertThat(RedisCluster.<Long>ask(
                        replica, redis -> redis.exists(process.key().text())))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void batchOfCallsNeedsOneWaitForItsClaimsAndOneForItsResults(CallStyle style) {
        Once once = process.once(PATIENT);
        process.value(once, "connected");
        RedisCluster.ask(primary, RedisCommands::configResetstat);
        Handler handler = Handler.returning(null);
        style.start(new BatchGuard(once), batch(400), handler).join();
        assertThat(handler.runs()).isOne();
        assertThat(process.outcomes).hasSize(802);
        assertThat(List.of(calls("evalsha"), calls("wait"))).containsExactly(800, 2);
    }

    @Test
    void batchThatNoReplicaHasIsGivenBack() {
        replica.pause();
        Handler handler = Handler.returning(null);
        assertThatThrownBy(() -> CallStyle.PLAIN
                        .start(new BatchGuard(process.once(SHORT)), batch(20), handler)
                        .join())
                .hasRootCauseInstanceOf(KvException.class);
        assertThat(handler.runs()).isZero();
        replica.resume();
        Eventually.until("free keys", () -> {
            CallStyle.PLAIN
                    .start(new BatchGuard(process.once(PATIENT)), batch(20), handler)
                    .handle((done, failure) -> done)
                    .join();
            return handler.runs() > 0;
        });
    }

    private OnceBatch batch(int many) {
        var settings = OnceSettings.dedupe(LEASE, Duration.ofHours(1), InProgress.REJECT, OnStoreFailure.FAIL);
        return new OnceBatch(
                IntStream.range(0, many)
                        .mapToObj(i -> OnceCall.of(
                                process.keys.key("e" + i), new Duplicates.Skip(() -> null, (a, f) -> null), settings))
                        .<OnceBatch.Item>map(OnceBatch.Item.Guarded::new)
                        .toList(),
                new AnyForm());
    }

    private static final class AnyForm implements BatchForm {

        @Override
        public @Nullable Object[] arguments(List<Integer> positions) {
            return new @Nullable Object[] {positions};
        }

        @Override
        public @Nullable Failed failed(Throwable failure, List<Integer> positions) {
            return null;
        }

        @Override
        public Throwable upTo(int position, Throwable cause) {
            return cause;
        }
    }

    private static int calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(RedisCluster.ask(primary, redis -> redis.info("commandstats")));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    @Test
    void absentReplicaOpensNoBreaker() {
        ResilientKvStore shielded = (ResilientKvStore) ResilientKvStore.around(
                process.store,
                ResilienceSettings.of(DurableProcess.LONG),
                process.timer,
                MicroClock.system(),
                KvListeners.NONE);
        Once once = process.once(shielded, SHORT);
        replica.pause();
        List<Handler> handlers = new ArrayList<>();
        List<Throwable> failures = Stream.generate(() -> Handler.returning("none"))
                .limit(300)
                .peek(handlers::add)
                .map(handler -> CallStyle.STAGE.start(
                        once.guard(), call(process.keys.key("k" + handlers.size()), OnStoreFailure.FAIL), handler))
                .toList()
                .stream()
                .map(call -> call.handle((value, failure) -> failure).join())
                .toList();
        assertThat(failures)
                .allSatisfy(failure -> assertThat(Failures.unwrap(failure))
                        .isInstanceOfSatisfying(
                                KvException.class,
                                error -> assertThat(error.isNotDurable()).isTrue()));
        assertThat(handlers).allSatisfy(handler -> assertThat(handler.runs()).isZero());
        assertThat(shielded.breaker()).isEqualTo(BreakerState.CLOSED);
        shielded.close();
    }

    @Test
    void memoryIsNeverDurable() {
        KvStore memory = new InMemoryKvStore();
        assertThatThrownBy(() -> process.once(memory, PATIENT)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(process.value(process.once(memory, Durability.NONE), "first"))
                .isEqualTo("first");
    }
}
