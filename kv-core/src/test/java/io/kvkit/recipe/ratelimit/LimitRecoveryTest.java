package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.resilience.ResilienceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 200 calls per second of a limit while its store is gone, in virtual time. */
class LimitRecoveryTest {

    private static final Duration PACE = Duration.ofMillis(5);
    private static final Duration TIMEOUT = Duration.ofMillis(50);
    // The driver may take a little longer than its timeout.
    private static final Duration SLOWEST = Duration.ofMillis(70);
    // Of the two seconds that are promised, one is for the pause between attempts to connect.
    private static final Duration BACK = Duration.ofSeconds(1);

    private enum State {
        UP,
        KILLED,
        SILENT
    }

    private final VirtualTime time = new VirtualTime();
    private final Server server = new Server(new InMemoryKvStore(time));
    private final RateLimiter limiter = new RateLimiter(
            ResilientKvStore.around(
                    server, ResilienceSettings.of(Duration.ofMillis(250)), time, time, KvListeners.NONE),
            new InMemoryKvStore(time),
            RateLimiterSettings.DEFAULT.withTimeout(TIMEOUT),
            KvListeners.NONE);
    private final Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1_000_000, Duration.ofDays(1)));
    private int made;

    private final class Server extends ForwardingKvStore {

        private State state = State.UP;

        Server(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            return switch (state) {
                case UP -> super.apply(key, transition);
                case KILLED ->
                    CompletableFuture.failedFuture(
                            new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "meter", key, "not connected", null));
                case SILENT -> new CompletableFuture<>();
            };
        }

        @Override
        public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
            return null;
        }

        @Override
        public CompletionStage<StoreHealth> health() {
            return switch (state) {
                case UP -> super.health();
                case KILLED -> CompletableFuture.completedFuture(new StoreHealth(false, Duration.ofNanos(1), Map.of()));
                case SILENT -> new CompletableFuture<>();
            };
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public KvStore withTimeout(Duration timeout) {
            return this;
        }
    }

    private record Decided(long callMicros, long endMicros, DecidedBy by) {}

    @ParameterizedTest
    @CsvSource({"KILLED,PT1S", "KILLED,PT1M", "SILENT,PT1S", "SILENT,PT1M"})
    void noCallFailsOrWaitsLongAndTheStoreDecidesSoonAfterItIsBack(State state, Duration lasts) {
        assertThat(call(Duration.ofSeconds(1))).extracting(Decided::by).containsOnly(DecidedBy.STORE);
        server.state = state;
        List<Decided> during = call(lasts);
        assertThat(during).extracting(Decided::by).containsOnly(DecidedBy.LOCAL);
        assertThat(during)
                .allSatisfy(one ->
                        assertThat(one.endMicros() - one.callMicros()).isLessThanOrEqualTo(SLOWEST.toNanos() / 1_000));
        long waited = during.stream()
                .filter(one -> one.endMicros() > one.callMicros())
                .count();
        // Those until the breaker is open, and the few that it lets through now and then.
        assertThat(waited).as("calls that waited").isLessThan(60 + lasts.toSeconds());
        server.state = State.UP;
        long back = time.micros();
        List<Decided> after = call(Duration.ofSeconds(5));
        assertThat(after)
                .filteredOn(one -> one.callMicros() > back + BACK.toNanos() / 1_000)
                .hasSizeGreaterThan(700)
                .extracting(Decided::by)
                .containsOnly(DecidedBy.STORE);
    }

    // Each call is about another key, as each would wait for the one before it otherwise.
    private List<Decided> call(Duration lasts) {
        List<CompletableFuture<Decided>> calls = new ArrayList<>();
        Namespace keys = Namespace.of("t", "ratelimit", "calls", Retention.KEPT);
        for (long i = 0; i < lasts.dividedBy(PACE); i++) {
            long at = time.micros();
            Charge charge = new Charge("api", keys.key("k" + made++), meter, 1);
            calls.add(limiter.take(RateLimitCall.of(charge, OnStoreFailure.LOCAL))
                    .thenApply(result -> new Decided(at, time.micros(), result.decidedBy()))
                    .toCompletableFuture());
            time.advance(PACE);
        }
        time.advance(TIMEOUT.multipliedBy(2));
        return calls.stream().map(Failures::join).toList();
    }
}
