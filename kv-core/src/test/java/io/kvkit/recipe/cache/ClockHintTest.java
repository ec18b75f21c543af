package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Token;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hint of the server's time that is wrong costs neither load nor correctness: the server's own word counts. */
@Timeout(180)
class ClockHintTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore faulty = new FaultyKvStore(new InMemoryKvStore(time));
    private final Skewed store = new Skewed(faulty);
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    private static final class Skewed extends ForwardingKvStore {

        private long micros;

        Skewed(KvStore store) {
            super(store);
        }

        @Override
        public long nowMicros(Key key) {
            return super.nowMicros(key) + micros;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 12, 3_600})
    void waitingCallPausesWhileTheHintIsAheadOfTheServer(long seconds) {
        store.micros = seconds * 1_000_000;
        Failures.join(new Claims(store, time).claim(scenario.key, ClaimRequest.refresh(Token.random(), 60_000)));
        var waiting = scenario.get(CallStyle.STAGE, "one");
        time.advance(Duration.ofSeconds(3));
        assertThat(faulty.count("get")).isLessThan(100);
        assertThat(faulty.count("claim")).isLessThan(10);
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofSeconds(10));
        assertThat(waiting.join()).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 12, 3_600})
    void freeClaimIsTakenWhenTheServerSaysSo(long seconds) {
        store.micros = seconds * 1_000_000;
        Failures.join(new Claims(store, time).claim(scenario.key, ClaimRequest.refresh(Token.random(), 2_000)));
        var waiting = scenario.get(CallStyle.STAGE, "one");
        time.advance(Duration.ofMillis(2_100));
        assertThat(waiting.join()).isEqualTo("one");
        assertThat(scenario.events).contains(Outcome.MISS);
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 3_600})
    void waitersLosePatienceWithoutASpin(long seconds) {
        Failures.join(new Claims(store, time).claim(scenario.key, ClaimRequest.refresh(Token.random(), 60_000)));
        var one = scenario.get(CallStyle.STAGE, "one");
        var other = scenario.get(CallStyle.STAGE, "one");
        time.advance(Duration.ofSeconds(3));
        store.micros = seconds * 1_000_000;
        int before = faulty.count("get");
        time.advance(Duration.ofSeconds(10));
        assertThat(one.join()).isEqualTo("one");
        assertThat(other.join()).isEqualTo("one");
        assertThat(faulty.count("get") - before).isLessThan(250);
        assertThat(faulty.count("claim")).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 3_600})
    void valueThatIsFreshForTheServerIsTheAnswerOfATaggedCache(long seconds) {
        CacheCall call = scenario.call(CacheScenario.SETTINGS.withTagged(true));
        assertThat(scenario.get(CallStyle.STAGE, call, () -> CompletableFuture.completedFuture("one")))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo("one");
        store.micros = seconds * 1_000_000;
        assertThat(scenario.get(CallStyle.STAGE, call, () -> CompletableFuture.completedFuture("two")))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo("one");
        assertThat(faulty.count("claim")).isEqualTo(2);
    }
}
