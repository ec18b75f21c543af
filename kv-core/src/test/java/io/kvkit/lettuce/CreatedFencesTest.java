package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.Token;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Step;
import io.kvkit.store.Steps;
import io.kvkit.store.Transition;
import io.kvkit.tck.VirtualTime;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What owners get whose clients are up to 10 ms off the server's time, each in another direction. */
class CreatedFencesTest {

    private static final long SEED = Long.getLong("kv.test.seed", 20_261_130);
    private static final int STEPS = 100_000;
    private static final long OFF = 10_000;
    private static final long MILLI = 1_000;
    private static final long[] SPANS = {1, 5, 100, 30_000};
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long now = VirtualTime.START_MICROS;
    private @Nullable Entry entry;
    private Token owner = Token.random();
    private long fence;
    private long deleted;
    private int owners;
    private int afterDeletion;

    @Test
    void fencesRiseAndOnlyTheLastOwnerMayEndItsClaim() {
        for (int i = 0; i < STEPS; i++) {
            now += random.nextLong(random.nextInt(4) == 0 ? 3_000 * MILLI : 20 * MILLI);
            if (entry != null && entry.expiresAtMicros() <= now) {
                entry = null;
            }
            step();
        }
        assertThat(owners).isGreaterThan(STEPS / 10);
        assertThat(afterDeletion).as("claims after a deletion").isPositive();
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0 -> byScript(ClaimTransitions.fail(owner, span()));
            case 1 -> byScript(ClaimTransitions.renew(owner, span(), span()));
            case 2 -> byScript(ClaimTransitions.complete(owner, result()));
            case 3 -> complete(Token.random());
            case 4 -> delete();
            default -> claim(Token.random());
        }
    }

    private void claim(Token token) {
        Transition<ClaimReply> claim = ClaimTransitions.claim(ClaimRequest.create(token, null, span(), span()));
        ClaimReply reply = byClient(claim, now + random.nextLong(-OFF, OFF + 1));
        if (reply instanceof Claimed claimed) {
            // A lower one needs a deletion within the time by which the client is off.
            long atLeast = now - deleted > 2 * OFF ? fence + 1 : fence - 2 * OFF;
            afterDeletion += now - deleted > 2 * OFF ? 0 : 1;
            assertThat(claimed.fence()).as("seed %d", SEED).isGreaterThanOrEqualTo(atLeast);
            complete(owner);
            owner = token;
            fence = claimed.fence();
            owners++;
        }
    }

    // An owner that has a successor has lost its claim.
    private void complete(Token former) {
        CompleteReply reply = byScript(ClaimTransitions.complete(former, result()));
        assertThat(reply).as("seed %d", SEED).isIn(CompleteReply.STALE, CompleteReply.MISSING);
    }

    private void delete() {
        if (random.nextInt(10) == 0) {
            byScript(ClaimTransitions.invalidate(null));
            deleted = now;
        }
    }

    private <R> R byScript(Transition<R> transition) {
        return done(transition, transition.apply(entry, now));
    }

    private <R> R byClient(Transition<R> transition, long estimate) {
        if (entry == null) {
            return done(transition, transition.apply(null, estimate));
        }
        byte[] verdict = CreateRequest.verdict(transition, entry.value(), estimate - OFF, estimate + OFF);
        return verdict == null ? byScript(transition) : transition.decode(KEY, verdict);
    }

    private <R> R done(Transition<R> transition, Step step) {
        entry = Steps.next(step, KEY, entry, now);
        return transition.decode(KEY, step.reply());
    }

    private long span() {
        return SPANS[random.nextInt(SPANS.length)];
    }

    private Completion result() {
        long hard = span();
        return new Completion(new byte[3], hard, hard, 0, null, IfMissing.REFUSE);
    }
}
