package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A method that cannot return null never gets the null of another method; held on every store. */
@Timeout(180)
public abstract class NeverNullContract extends TwoProcesses {

    private static final ResultCodec NULLABLE = ResultCodec.of(new JacksonCodec(), String.class);
    private static final ResultCodec NEVER_NULL = NULLABLE.neverNull();
    private static final CacheSettings STALE = CacheScenario.SETTINGS.withStaleness(new Staleness(600_000, 0, 1_000));
    private static final CacheSettings IF_ERROR =
            CacheScenario.SETTINGS.withStaleness(new Staleness(0, 600_000, 1_000));
    private static final Duration NULL_TTL = Duration.ofSeconds(30);
    private static final CacheSettings TAGGED = CacheScenario.SETTINGS.withTagged(true);
    private static final CacheSettings UNKEPT = CacheScenario.SETTINGS.withLife(new Life(60_000, 0, 0));

    private CacheCall call(CacheSettings settings, ResultCodec codec) {
        return CacheCall.of(one.key, settings, codec);
    }

    private CompletableFuture<@Nullable Object> call(
            CacheScenario process, CacheSettings settings, ResultCodec codec, @Nullable String loaded) {
        return process.get(style(), call(settings, codec), () -> CompletableFuture.completedFuture(loaded));
    }

    private @Nullable Object nullable(CacheSettings settings, @Nullable String loaded) {
        return call(one, settings, NULLABLE, loaded).join();
    }

    private @Nullable Object neverNull(CacheSettings settings, String loaded) {
        return call(one, settings, NEVER_NULL, loaded).join();
    }

    private static CacheSettings near(Mode mode) {
        return CacheScenario.SETTINGS.withNear(NearSettings.BUILT_IN.withMode(mode));
    }

    @ParameterizedTest
    @EnumSource(names = {"ON", "OFF"})
    void storedNullIsLoadedAgainAndReplaced(Mode mode) {
        CacheSettings settings = near(mode);
        for (int i = 0; i < 3; i++) {
            assertThat(nullable(settings, null)).isNull();
        }
        one.events.clear();
        assertThat(neverNull(settings, "0")).isEqualTo("0");
        assertThat(one.events).containsExactly(Outcome.INVALID, Outcome.MISS);
        assertThat(neverNull(settings, "1")).isEqualTo("0");
        assertThat(nullable(settings, null)).isEqualTo("0");
        assertThat(call(other, settings, NEVER_NULL, "2").join()).isEqualTo("0");
        assertThat(one.loads).hasValue(2);
    }

    @Test
    void nullThatWasPutIsLoadedAgain() {
        for (CacheSettings settings : new CacheSettings[] {CacheScenario.SETTINGS, TAGGED}) {
            Failures.join(one.cache.put(call(settings, NULLABLE), null));
            assertThat(neverNull(settings, "0")).isEqualTo("0");
        }
    }

    @Test
    void staleNullIsNotGivenOut() {
        nullable(STALE, null);
        time.advance(NULL_TTL);
        assertThat(neverNull(STALE, "0")).isEqualTo("0");
        assertThat(one.events).doesNotContain(Outcome.STALE);
    }

    @Test
    void failureIsNotReplacedByAStaleNull() {
        nullable(IF_ERROR, null);
        time.advance(NULL_TTL);
        var failing = one.get(
                style(),
                call(IF_ERROR, NEVER_NULL),
                () -> CompletableFuture.failedFuture(new IllegalStateException("no stock")));
        assertThatThrownBy(failing::join).hasRootCauseMessage("no stock");
    }

    @Test
    void waitingCallLoadsIfTheOtherOneFindsNull() {
        for (CacheSettings settings : new CacheSettings[] {CacheScenario.SETTINGS, UNKEPT}) {
            CompletableFuture<@Nullable String> nothing = new CompletableFuture<>();
            int before = one.loads.get();
            var first = one.get(CallStyle.STAGE, call(settings, NULLABLE), () -> nothing);
            Eventually.until(() -> one.loads.get() == before + 1);
            var here =
                    one.get(CallStyle.STAGE, call(settings, NEVER_NULL), () -> CompletableFuture.completedFuture("0"));
            var elsewhere = other.get(
                    CallStyle.STAGE, call(settings, NEVER_NULL), () -> CompletableFuture.completedFuture("0"));
            nothing.complete(null);
            assertThat(first.join()).isNull();
            assertThat(here.join()).isEqualTo("0");
            assertThat(elsewhere.join()).isEqualTo("0");
            Failures.join(one.cache.invalidate(one.key));
        }
    }

    @Test
    void lookDoesNotFindIt() {
        nullable(CacheScenario.SETTINGS, null);
        one.madeByHand(1);
        Object sought = style().start(one.cache.looks(), call(CacheScenario.SETTINGS, NEVER_NULL), () -> {
                    throw new AssertionError("a look computes nothing");
                })
                .join();
        assertThat(sought).isInstanceOf(Sought.Missed.class);
    }
}
