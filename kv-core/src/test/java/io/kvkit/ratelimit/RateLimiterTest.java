package io.kvkit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.KvException;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The recipe on a store that answers at once; {@link RateLimiterAsyncTest} is the same on one that does not. */
class RateLimiterTest extends RateLimitFixture {

    private final List<RateLimitResult> observed = new ArrayList<>();

    @Test
    void callsPassUntilTheLimitIsUsedUpAndAgainAfterTheWait() {
        Charge charge = charge("quotes", "a", 5);
        for (int left = 4; left >= 0; left--) {
            assertThat(take(charge))
                    .extracting(RateLimitResult::allowed, RateLimitResult::remaining, RateLimitResult::limit)
                    .containsExactly(true, (long) left, 5L);
        }
        RateLimitResult refused = take(charge);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(take(charge("quotes", "b", 5)).allowed()).isTrue();
        time.advance(Duration.ofSeconds(2));
        assertThat(take(charge).allowed()).isTrue();
    }

    @Test
    void everyBandIsReportedWithItsName() {
        Band second = Band.of(Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(1));
        Band day = Band.of(Algorithm.FIXED_WINDOW, 100, Duration.ofDays(1));
        Charge charge = new Charge("api", KEYS.key("a"), Meter.of(second, day), 2);
        take(charge);
        RateLimitResult refused = take(charge);
        assertThat(refused.policies()).extracting(Policy::name).containsExactly("api-1", "api-2");
        assertThat(refused.policies()).extracting(Policy::remaining).containsExactly(0L, 98L);
        assertThat(refused.violated()).extracting(Policy::band).containsExactly(second);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(refused.limit()).isEqualTo(2);
    }

    @Test
    void costAboveTheLimitHasNoRetryAfter() {
        RateLimitResult refused = take(new Charge("api", KEYS.key("a"), meter(5), 6));
        assertThat(refused.retryAfter()).isNull();
        assertThat(new RateLimitExceededException(refused))
                .hasMessage("The call costs more than the limit api can ever grant");
    }

    @Test
    void costOfZeroPassesAndChargesNothing() {
        Charge free = new Charge("api", KEYS.key("apia"), meter(1), 0);
        take(charge("api", "a", 1));
        assertThat(take(free).allowed()).isTrue();
        assertThat(take(free).remaining()).isZero();
        await(limiter.refund(List.of(free)));
        assertThat(take(charge("api", "a", 1)).allowed()).isFalse();
    }

    @Test
    void peekChangesNothingAndRefundGivesBack() {
        Charge charge = charge("api", "a", 2);
        assertThat(await(limiter.peek(List.of(charge))).remaining()).isEqualTo(2);
        take(charge);
        take(charge);
        RateLimitResult peeked = await(limiter.peek(List.of(charge)));
        assertThat(peeked.allowed()).isFalse();
        assertThat(peeked.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        await(limiter.refund(List.of(charge)));
        assertThat(await(limiter.peek(List.of(charge))).remaining()).isEqualTo(1);
    }

    @Nested
    class SeveralKeys {

        private final Charge user = charge("user", "u", 3);
        private final Charge tenant = charge("tenant", "t", 1);

        @Test
        void areAllCharged() {
            RateLimitResult result = take(user, tenant);
            assertThat(result.allowed()).isTrue();
            assertThat(result.remaining()).isZero();
            assertThat(result.limit()).isEqualTo(1);
            assertThat(remaining(user)).isEqualTo(2);
        }

        @Test
        void areGivenBackWhenOneRefuses() {
            take(tenant);
            RateLimitResult refused = take(user, tenant);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.violated()).extracting(Policy::name).containsExactly("tenant");
            assertThat(refused.policies()).extracting(Policy::remaining).containsExactly(3L, 0L);
            assertThat(remaining(user)).isEqualTo(3);
        }

        @Test
        void waitAsLongAsTheSlowestOfThem() {
            take(tenant);
            take(user);
            take(user);
            take(user);
            assertThat(take(user, tenant).retryAfter()).isEqualTo(WINDOW);
        }

        @Test
        void mustDiffer() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> take(user, user))
                    .withMessageContaining("user");
        }

        @Test
        void refusalCountsEvenIfTheStoreFailedForAnother() {
            take(tenant);
            store.failNext(1, "bucket", Fault.REQUEST_LOST);
            RateLimitResult refused = take(OnStoreFailure.OPEN, user, tenant);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.decidedBy()).isEqualTo(DecidedBy.STORE);
        }
    }

    @Nested
    class Guard {

        private final AtomicInteger runs = new AtomicInteger();
        private final RateLimitCall call =
                new RateLimitCall(List.of(charge("api", "a", 1)), OnStoreFailure.CLOSED, observed::add);

        @Test
        void letsPassAndRejectsInEveryStyle() {
            for (CallStyle style : List.of(CallStyle.PLAIN, CallStyle.STAGE)) {
                assertThat(run(style)).isEqualTo("ran");
                assertThatThrownBy(() -> run(style)).isInstanceOfSatisfying(RateLimitExceededException.class, e -> {
                    assertThat(e.code()).isEqualTo("quota-exceeded");
                    assertThat(e.retryAfter()).isEqualTo(WINDOW);
                    assertThat(e.result().violated()).hasSize(1);
                    assertThat(e).hasMessage("The limit api is used up; it admits this call in 10000 ms");
                });
                time.advance(WINDOW);
            }
            assertThat(runs).hasValue(2);
            assertThat(observed).extracting(RateLimitResult::allowed).containsExactly(true, false, true, false);
        }

        @Test
        void rejectsWithTheErrorOfTheStoreWhenClosed() {
            store.fail("bucket", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> run(CallStyle.PLAIN)).isInstanceOf(KvException.class);
            assertThatThrownBy(() -> run(CallStyle.STAGE)).isInstanceOf(KvException.class);
            assertThat(runs).hasValue(0);
        }

        private @Nullable Object run(CallStyle style) {
            return await(style.start(limiter.guard(), call, () -> {
                runs.incrementAndGet();
                return CompletableFuture.completedFuture("ran");
            }));
        }
    }
}
