package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.event.RateLimitEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refusals of the store that a JVM repeats by itself. */
abstract class DenyCacheContract {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<KvEvent> events = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private StoreUnderTest target;

    @SuppressWarnings("NullAway.Init")
    private FaultyKvStore store;

    @SuppressWarnings("NullAway.Init")
    private RateLimiter limiter;

    abstract StoreUnderTest open();

    @BeforeEach
    void openStore() {
        target = open();
        store = new FaultyKvStore(target.store());
        limiter = limiter(new DenyCacheSettings(1_024, Duration.ofHours(1)));
    }

    @AfterEach
    void closeStore() {
        target.close();
    }

    @Test
    void refusalIsRepeatedWithoutTheStoreUntilTheWaitIsOver() {
        Charge charge = charge("a", 1, 1);
        take(charge);
        RateLimitResult refused = take(charge);
        assertThat(refused.decidedBy()).isEqualTo(DecidedBy.STORE);
        int asked = asked();
        target.advance(Duration.ofSeconds(3));
        RateLimitResult repeated = take(charge);
        assertThat(repeated.decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
        assertThat(repeated.allowed()).isFalse();
        assertThat(repeated.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(repeated.violated()).extracting(Policy::name).containsExactly("api");
        assertThat(repeated.policies()).extracting(Policy::reset).containsExactly(Duration.ofSeconds(7));
        target.advance(Duration.ofSeconds(7).minus(SHORT));
        assertThat(take(charge).retryAfter()).isEqualTo(SHORT);
        assertThat(asked()).isEqualTo(asked);
        target.advance(SHORT);
        assertThat(take(charge).allowed()).isTrue();
    }

    @Test
    void repeatedRefusalIsKnownWithoutIoAndReported() {
        Charge charge = charge("a", 1, 1);
        take(charge);
        take(charge);
        events.clear();
        RateLimitCall call = RateLimitCall.of(charge, OnStoreFailure.CLOSED);
        assertThat(limiter.takeNow(call)).isNotNull();
        assertThat(events)
                .containsExactly(
                        new RateLimitEvent(charge.key().namespace(), "api", Outcome.REFUSED, DecidedBy.REMEMBERED));
        assertThat(limiter.takeNow(RateLimitCall.of(charge("b", 1, 1), OnStoreFailure.CLOSED)))
                .isNull();
    }

    @Test
    void otherCostsAndLimitsAskTheStore() {
        take(charge("a", 10, 8));
        assertThat(take(charge("a", 10, 5)).allowed()).isFalse();
        assertThat(take(charge("a", 10, 1)).allowed()).isTrue();
        assertThat(take(charge("a", 10, 6)).decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(take(charge("a", 10, 5)).decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(take(charge("a", 10, 5)).decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
        assertThat(take(charge("a", 100, 5)).allowed()).isTrue();
    }

    @Test
    void rememberedRefusalInShadowModeLetsNoCallPassTheOtherLimits() {
        Charge shadow = charge("tried", 1, 1);
        Charge tried =
                new Charge(shadow.name(), shadow.key(), shadow.meter(), 1, LimitTerms.USUAL.with(LimitMode.SHADOW));
        Charge enforced = charge("enforced", 3, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(take(tried, enforced).allowed()).isTrue();
        }
        assertThat(take(tried, enforced).allowed()).isFalse();
        assertThat(take(tried).decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
    }

    @Test
    void refundAndResetAreFoundAtOnce() {
        Charge charge = charge("a", 1, 1);
        take(charge);
        take(charge);
        Failures.join(limiter.refund(List.of(charge)));
        assertThat(take(charge).allowed()).isTrue();
        assertThat(take(charge).allowed()).isFalse();
        Failures.join(limiter.reset(charge.key()));
        assertThat(take(charge).allowed()).isTrue();
    }

    @Test
    void permitsOfAnotherJvmAreFoundAfterTheLongestTime() {
        limiter = limiter(new DenyCacheSettings(1, Duration.ofSeconds(1)));
        Charge charge = charge("a", 1, 1);
        take(charge);
        take(charge);
        RateLimiter another = limiter(DenyCacheSettings.DEFAULT);
        Failures.join(another.refund(List.of(charge)));
        target.advance(Duration.ofSeconds(1).minus(SHORT));
        assertThat(take(charge).allowed()).isFalse();
        target.advance(SHORT);
        assertThat(take(charge).allowed()).isTrue();
    }

    @Test
    void newestRefusalTakesThePlaceOfAnother() {
        limiter = limiter(new DenyCacheSettings(1, WINDOW));
        for (String id : List.of("a", "b")) {
            take(charge(id, 1, 1));
            take(charge(id, 1, 1));
        }
        assertThat(take(charge("b", 1, 1)).decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
        assertThat(take(charge("a", 1, 1)).decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(take(charge("a", 1, 1)).decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
    }

    @Test
    void oneOfSeveralLimitsIsEnough() {
        Charge user = charge("user", 10, 1);
        Charge tenant = charge("tenant", 1, 1);
        take(tenant);
        assertThat(take(user, tenant).allowed()).isFalse();
        RateLimitResult repeated = take(user, tenant);
        assertThat(repeated.decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
        assertThat(repeated.retryAfter()).isEqualTo(WINDOW);
        assertThat(Failures.join(limiter.peek(List.of(user))).remaining()).isEqualTo(10);
    }

    @Test
    void permitsThatAnotherLimitGaveBackAreFoundAtOnce() {
        Charge user = charge("user", 1, 1);
        Charge tenant = charge("tenant", 1, 1);
        take(user);
        take(tenant);
        assertThat(take(user).allowed()).isFalse();
        target.advance(WINDOW);
        take(tenant);
        assertThat(take(user, tenant).allowed()).isFalse();
        assertThat(take(user).allowed()).isTrue();
    }

    @Test
    void whatCanNeverPassIsNotRemembered() {
        Charge large = charge("a", 1, 2);
        assertThat(take(large).retryAfter()).isNull();
        assertThat(take(large).decidedBy()).isEqualTo(DecidedBy.STORE);
    }

    @Test
    void outageDoesNotForgetARefusal() {
        Charge charge = charge("a", 1, 1);
        take(charge);
        take(charge);
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(take(charge).decidedBy()).isEqualTo(DecidedBy.REMEMBERED);
        store.heal();
    }

    @Test
    void withoutItEveryCallAsksTheStore() {
        limiter = limiter(null);
        Charge charge = charge("a", 1, 1);
        take(charge);
        take(charge);
        assertThat(take(charge).decidedBy()).isEqualTo(DecidedBy.STORE);
    }

    private int asked() {
        return store.count("bucket");
    }

    private RateLimitResult take(Charge... charges) {
        return Failures.join(limiter.take(new RateLimitCall(List.of(charges), OnStoreFailure.CLOSED)));
    }

    private Charge charge(String id, long limit, long cost) {
        Namespace keys = Namespace.of(target.prefix(), "ratelimit", "calls", Retention.KEPT);
        return new Charge("api", keys.key(id), Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, WINDOW)), cost);
    }

    private RateLimiter limiter(@Nullable DenyCacheSettings settings) {
        VirtualTime time = target.time();
        return new RateLimiter(
                RateLimiterTest.remote(store),
                new InMemoryKvStore(time),
                RateLimiterSettings.DEFAULT.withDenyCache(settings),
                KvListeners.of(events::add),
                () -> time.micros() * 1_000,
                null);
    }
}
