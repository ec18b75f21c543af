package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that were lost while they waited, waited for too long, or kept a permit that they did not use. */
class LostWaitTest extends WaitingScenario {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init")
    private HeldKvStore wire;

    @SuppressWarnings("NullAway.Init")
    private RateLimiter slow;

    private boolean unreadable;
    private boolean changed;

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }

    @BeforeEach
    void holdAnswers() {
        wire = new HeldKvStore(store);
        slow = new RateLimiter(wire, new InMemoryKvStore(time()), KvListeners.NONE);
        guard = new WaitingGuard(slow, time());
    }

    @Test
    void grantedCallIsNotLostIfTheLimitsOfTheNextCannotBeRead() {
        Charge charge = waiting("api", 1, LONG);
        take(charge);
        var first = start("first", charge);
        wire.answerAll();
        var second = start("second", charge, call -> unreadable(call));
        time().advance(WINDOW);
        unreadable = true;
        wire.answerAll();
        assertThat(first).isCompletedWithValue("first");
        time().advance(WINDOW);
        wire.answerAll();
        assertThat(second).isCompletedWithValue("second");
    }

    @Test
    void callThatJoinsBeforeTheOneThatIsAskedForDoesNotWaitForItsTime() {
        Charge before = waiting("api", 10, Duration.ofSeconds(4));
        Charge after = before.with(meter(5));
        Charge dear = costing(waiting("api", 5, LONG), 5);
        take(costing(before, 10));
        var first = start("first", before, call -> changed ? after(call, after) : call);
        wire.answerAll();
        var leaving = start("leaving", dear);
        wire.answerAll();
        var second = start("second", dear);
        leaving.cancel(false);
        changed = true;
        slow.limitsChanged();
        for (int i = 0; i < 5; i++) {
            wire.answerAll();
            time().advance(Duration.ofSeconds(1));
        }
        assertThat(first).isDone();
        second.cancel(false);
        wire.answerAll();
    }

    @Test
    void callThatWaitedAndIsCancelledBeforeItBeginsPaysNothing() {
        Charge charge = waiting("api", 1, LONG);
        Charge patient = charge("api", 2, LimitTerms.USUAL);
        take(charge);
        var call = new StageDriver(tasks::add)
                .run(
                        guard,
                        new RateLimitCall(
                                List.of(charge),
                                OnStoreFailure.CLOSED,
                                null,
                                known -> known.charges().equals(List.of(patient))
                                        ? known
                                        : unreadable ? known.with(List.of(patient)) : known),
                        args -> running("call"));
        wire.answerAll();
        tasks.remove().run();
        unreadable = true;
        slow.limitsChanged();
        wire.answerAll();
        call.cancel(false);
        tasks.remove().run();
        wire.answerAll();
        assertThat(ran).isEmpty();
        assertThat(remaining(patient)).isEqualTo(1);
    }

    @Test
    void callsOfTwoLimitsThatShareAKeyWait() {
        Charge one = waiting("api", 1, LONG);
        Charge other = new Charge("other", one.key(), one.meter(), 1, one.terms());
        Charge impatient = new Charge(
                "other", one.key(), one.meter(), 1, LimitTerms.USUAL.with(new LimitWait(Duration.ofSeconds(11), 10)));
        take(one);
        var first = start("first", one);
        wire.answerAll();
        var second = start("second", other);
        var third = start("third", impatient);
        wire.answerAll();
        assertThatThrownBy(third::join).hasCauseInstanceOf(RateLimitExceededException.class);
        time().advance(WINDOW);
        wire.answerAll();
        time().advance(WINDOW);
        wire.answerAll();
        assertThat(first).isCompletedWithValue("first");
        assertThat(second).isCompletedWithValue("second");
    }

    private static RateLimitCall after(RateLimitCall call, Charge now) {
        return call.charges().equals(List.of(now)) ? call : call.with(List.of(now));
    }

    private @Nullable RateLimitCall unreadable(RateLimitCall call) {
        if (unreadable) {
            throw new IllegalStateException("cannot be read");
        }
        return call;
    }

    private CompletableFuture<@Nullable Object> start(String name, Charge charge, RateLimitCall.Revision revision) {
        RateLimitCall call = new RateLimitCall(List.of(charge), OnStoreFailure.CLOSED, null, revision);
        return new StageDriver(Runnable::run).run(guard, call, args -> running(name));
    }

    private CompletableFuture<@Nullable Object> running(String name) {
        ran.add(name);
        return CompletableFuture.completedFuture(name);
    }
}
