package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Token;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store's own clock, by which everything ends where no test gives a time. */
public abstract class ClockContract extends ContractGroup {

    private static final long MINUTE_MICROS = 60_000_000;
    // A client may write a new record by its estimate of the time.
    private static final long EXACT_MICROS = 10_000;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Meter LIMIT = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 20, Duration.ofSeconds(1), 1));

    private KvStore own;

    @BeforeEach
    void openOwn() {
        own = under.openAnother();
    }

    @AfterEach
    void closeOwn() {
        own.close();
    }

    @Test
    void claimsAndLimitsGoByOneClock() {
        long before = timeOfALimit();
        Claimed claimed = (Claimed) claim("claimed", HOUR);
        long began = claimed.leaseUntilMicros() - HOUR.toMillis() * 1_000;
        assertThat(began).isBetween(before - EXACT_MICROS, timeOfALimit() + EXACT_MICROS);
    }

    @Test
    void storeKnowsTheTimeByWhichItJudges() {
        long told = own.nowMicros(key("m"));
        assertThat(timeOfALimit()).isBetween(told - MINUTE_MICROS, told + MINUTE_MICROS);
    }

    @Test
    void leaseEndsByItself() {
        claim("claimed", MOMENT);
        ClaimReply next = soon(() -> claim("claimed", HOUR), reply -> reply instanceof Claimed);
        assertThat(((Claimed) next).how()).isEqualTo(How.TAKEOVER);
        assertThat(claim("claimed", HOUR)).isInstanceOf(ClaimReply.Busy.class);
    }

    @Test
    void valueEndsByItself() {
        apply("lasting", ClaimTransitions.put(bytes("one"), HOUR.toMillis(), HOUR.toMillis(), 0));
        apply("value", ClaimTransitions.put(bytes("one"), MOMENT.toMillis(), MOMENT.toMillis(), 0));
        ClaimReply next = soon(() -> claim("value", HOUR), reply -> reply instanceof Claimed);
        assertThat(((Claimed) next).how()).isEqualTo(How.NEW);
        assertThat(claim("lasting", HOUR)).isInstanceOf(ClaimReply.Done.class);
    }

    @Test
    void permitComesBackByItself() {
        assertThat(taken()).isEqualTo(1);
        soon(this::taken, granted -> granted == 1);
    }

    private long taken() {
        return apply("m", LIMIT.take(key("m"), 1, 1)).granted();
    }

    private long timeOfALimit() {
        return apply("clock", LIMIT.peek(key("clock"), 1)).nowMicros();
    }

    private ClaimReply claim(String id, Duration lease) {
        return apply(
                id,
                ClaimTransitions.claim(ClaimRequest.create(Token.random(), null, lease.toMillis(), HOUR.toMillis())));
    }

    private <R> R apply(String id, Transition<R> transition) {
        return await(own.apply(key(id), transition));
    }

    // The memory store's time stands still unless it is moved, a server's does not.
    private <R> R soon(Supplier<R> step, Predicate<R> wanted) {
        var last = new AtomicReference<R>();
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(10));
            last.set(step.get());
            return wanted.test(last.get());
        });
        return last.get();
    }
}
