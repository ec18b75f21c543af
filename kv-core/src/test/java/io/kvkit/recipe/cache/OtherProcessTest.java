package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.Token;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call makes of the computations of other processes that it waits for. */
@Timeout(180)
class OtherProcessTest {

    private static final long MINUTE = 60_000;

    private final VirtualTime time = new VirtualTime();
    private final Shared store = new Shared(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);
    private final Claims elsewhere = new Claims(store, time);
    private final Token first = Token.random();
    private final Token second = Token.random();

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    private void claim(Token token, long leaseMillis) {
        Failures.join(elsewhere.claim(scenario.key, ClaimRequest.refresh(token, leaseMillis)));
    }

    private void complete(Token token, String result, long millis) {
        complete(token, result, millis, millis);
    }

    private void complete(Token token, String result, long fresh, long hard) {
        byte[] payload = scenario.call().codec().encode(result, scenario.key.text());
        Failures.join(elsewhere.complete(
                scenario.key, token, new Completion(payload, fresh, hard, 0, null, IfMissing.REFUSE)));
    }

    private CompletableFuture<@Nullable Object> waiting() {
        var call = scenario.get(CallStyle.STAGE, "own");
        assertThat(call).isNotDone();
        return call;
    }

    private static @Nullable Object result(CompletableFuture<@Nullable Object> call) {
        Eventually.until("the call ends", call::isDone);
        return call.join();
    }

    @Test
    void resultOfTheComputationThatWasWaitedForIsTheAnswer() {
        claim(first, MINUTE);
        var call = waiting();
        complete(first, "theirs", MINUTE);
        time.advance(Duration.ofMillis(50));
        assertThat(result(call)).isEqualTo("theirs");
        assertThat(scenario.events).containsExactly(Outcome.JOINED);
    }

    @Test
    void resultOfAnotherComputationIsLookedAtAsAnyOther() {
        claim(first, MINUTE);
        var call = waiting();
        Failures.join(scenario.cache.invalidate(scenario.key));
        claim(second, MINUTE);
        complete(second, "another's", MINUTE);
        time.advance(Duration.ofMillis(50));
        assertThat(result(call)).isEqualTo("another's");
        assertThat(scenario.events).containsExactly(Outcome.HIT);
    }

    @Test
    void resultOfAnotherComputationThatIsOutOfDateIsNoAnswer() {
        claim(first, MINUTE);
        var call = waiting();
        time.advance(Duration.ofMillis(3));
        Failures.join(scenario.cache.invalidate(scenario.key));
        claim(second, MINUTE);
        complete(second, "out of date", 1);
        time.advance(Duration.ofMillis(50));
        assertThat(result(call)).isEqualTo("own");
    }

    @Test
    void leaseThatEndsBeforeThePatienceEndsTheWait() {
        claim(first, 3_000);
        var call = waiting();
        time.advance(Duration.ofMillis(2_900));
        assertThat(call).isNotDone();
        time.advance(Duration.ofMillis(200));
        assertThat(result(call)).isEqualTo("own");
        assertThat(scenario.events).containsExactly(Outcome.MISS);
    }

    @Test
    void damagedRecordThatWasReplacedMeanwhileIsNotInvalidated() {
        claim(first, MINUTE);
        complete(first, "damaged", MINUTE);
        byte[] damaged = Failures.join(store.get(scenario.key));
        damaged[damaged.length - 1]++;
        Failures.join(store.set(scenario.key, damaged, Ttl.NONE));
        store.beforeTheRepair = () -> {
            Failures.join(store.delete(scenario.key));
            claim(second, MINUTE);
            complete(second, "intact", MINUTE);
        };
        assertThat(result(scenario.get(CallStyle.STAGE, "own"))).isEqualTo("intact");
        assertThat(scenario.loads).hasValue(0);
        assertThat(scenario.events).containsExactly(Outcome.CORRUPT, Outcome.HIT);
    }

    @Test
    void loadThatFailedAndGaveUpItsLeaseIsNotWaitedForUntilTheEndOfThatLease() {
        CacheSettings fallback = CacheScenario.SETTINGS.withStaleness(new Staleness(0, 10 * MINUTE, 1));
        claim(second, MINUTE);
        complete(second, "stale", 1, 10 * MINUTE);
        time.advance(Duration.ofMillis(2));
        store.beforeTheClaim = () -> claim(first, MINUTE);
        var call =
                scenario.get(CallStyle.STAGE, scenario.call(fallback), () -> CompletableFuture.completedFuture("own"));
        assertThat(call).isNotDone();
        Failures.join(elsewhere.renew(scenario.key, first, 1, MINUTE)); // The pause after a failure.
        time.advance(Duration.ofSeconds(1));
        assertThat(result(call)).isEqualTo("own");
    }

    /** A store without signals, to which another process may be quicker than a repair or a claim. */
    private static final class Shared extends ForwardingKvStore {

        private Runnable beforeTheRepair = () -> {};
        private Runnable beforeTheClaim = () -> {};

        Shared(KvStore store) {
            super(store);
        }

        @Override
        public Optional<Signals> signals() {
            return Optional.empty();
        }

        @Override
        public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
            first(transition);
            return super.applyNow(key, transition);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            first(transition);
            return super.apply(key, transition);
        }

        private void first(Transition<?> transition) {
            if (transition.script().name().equals("invalidate")) {
                Runnable first = beforeTheRepair;
                beforeTheRepair = () -> {};
                first.run();
            } else if (transition.script().name().equals("claim")) {
                Runnable first = beforeTheClaim;
                beforeTheClaim = () -> {};
                first.run();
            }
        }
    }
}
