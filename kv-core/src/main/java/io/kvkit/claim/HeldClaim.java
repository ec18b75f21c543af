package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim that this process owns until it is completed or released.
 *
 * <p>If the store fails when the claim ends, the step is repeated in the background for the duration of one lease.
 * Callers call exactly one of {@code complete} and the other ends ({@link #release}, {@link #giveBack}, {@link #leave},
 * {@link #hold}, {@link #releaseAfter}), once; if the store refused the result, both. A {@link #note} is no end. After
 * {@link CompleteReply#MISSING} they may complete once more, without renewal.
 *
 * @since 0.1
 */
public final class HeldClaim {

    private static final Heartbeat NO_BEAT = new Heartbeat() {
        @Override
        public void cancel() {}

        @Override
        public void lose() {}

        @Override
        public boolean lost() {
            return false;
        }
    };

    private final Claims claims;
    private final Timer timer;
    private final Key key;
    private final ClaimRequest request;
    private final Token token;
    private final Duration lease;
    private final long retentionMillis;
    private final Heartbeat beat;

    private HeldClaim(Claims claims, Timer timer, Key key, ClaimRequest request, Heartbeat beat) {
        this.claims = claims;
        this.timer = timer;
        this.key = key;
        this.request = request;
        this.token = request.token();
        this.lease = Duration.ofMillis(request.leaseMillis());
        this.retentionMillis = request.retentionMillis();
        this.beat = beat;
    }

    /**
     * Holds a claim that was just won, and renews it at a third of its lease.
     *
     * @param request the request of the claim
     * @param onLost runs once if the claim is lost; must not block
     */
    public static HeldClaim renewed(Claims claims, Timer timer, Key key, ClaimRequest request, Runnable onLost) {
        return held(claims, timer, key, request, () -> claims.heartbeat(key, request, onLost));
    }

    /**
     * Holds a claim that was just won, and renews it at a third of its lease, for at most a time.
     *
     * @param request the request of the claim
     * @param longest how long the claim is renewed at most
     * @param onLost runs once if the claim is lost; must not block
     */
    public static HeldClaim renewed(
            Claims claims, Timer timer, Key key, ClaimRequest request, Duration longest, Runnable onLost) {
        return held(claims, timer, key, request, () -> claims.heartbeat(key, request, longest, onLost));
    }

    /**
     * Holds a claim that was just won, without renewing it.
     *
     * @param request the request of the claim
     * @param onLost runs once when the lease has ended; must not block
     */
    public static HeldClaim unrenewed(Claims claims, Timer timer, Key key, ClaimRequest request, Runnable onLost) {
        return held(
                claims, timer, key, request, () -> new Fuse(timer, Duration.ofMillis(request.leaseMillis()), onLost));
    }

    /**
     * Holds a claim that nobody renews, without learning of its end. After its lease, another caller may claim the key.
     *
     * @param request the request of the claim
     */
    public static HeldClaim resting(Claims claims, Timer timer, Key key, ClaimRequest request) {
        return new HeldClaim(claims, timer, key, request, NO_BEAT);
    }

    // If the claim cannot be held, for instance because the machine is out of threads for the timer, it is given back.
    private static HeldClaim held(Claims claims, Timer timer, Key key, ClaimRequest request, Supplier<Heartbeat> beat) {
        try {
            return new HeldClaim(claims, timer, key, request, beat.get());
        } catch (Throwable e) {
            claims.giveBack(key, request.token(), request.retentionMillis());
            throw e;
        }
    }

    /** Returns the same claim, which ends by other steps on the same store. */
    public HeldClaim by(Claims others, Timer other) {
        return new HeldClaim(others, other, key, request, beat);
    }

    /** Returns whether the claim is known to be lost. */
    public boolean lost() {
        return beat.lost();
    }

    /** Stops renewing the claim. It is held for the rest of its lease. */
    public void rest() {
        beat.cancel();
    }

    /**
     * Stores the result. If the store fails, the stage fails; storing is then repeated in the background, and the claim
     * is renewed in the meantime.
     *
     * @param later receives the end of the background work once, if there was any: a reply, or a failure if it was
     *     abandoned
     */
    public CompletionStage<CompleteReply> complete(
            Completion completion, BiConsumer<@Nullable CompleteReply, @Nullable Throwable> later) {
        return complete(() -> completion, later);
    }

    /**
     * Stores a result that depends on when it is stored.
     *
     * @param completion called at each attempt
     */
    public CompletionStage<CompleteReply> complete(
            Supplier<Completion> completion, BiConsumer<@Nullable CompleteReply, @Nullable Throwable> later) {
        beat.ending();
        Supplier<CompletionStage<CompleteReply>> step = () -> claims.complete(key, token, completion.get());
        CompletionStage<CompleteReply> completed = Resend.inBackground(timer, lease, step, (late, lost) -> {
            beat.cancel();
            later.accept(late, lost);
        });
        return completed.whenComplete((reply, failure) -> {
            if (failure == null || DurableSteps.isMade(failure)) {
                beat.cancel();
            }
        });
    }

    /** Releases the claim. If the store fails, the stage fails; the release is then repeated in the background. */
    public CompletionStage<FailReply> release() {
        beat.cancel();
        // The end needs no listener: without an answer, the lease ends by itself.
        return Resend.inBackground(timer, lease, () -> claims.fail(key, token, retentionMillis), (late, lost) -> {});
    }

    /**
     * Gives the claim back, because its work was not tried: the attempt does not count. If the store fails, the stage
     * fails; the step is then repeated in the background.
     */
    public CompletionStage<FailReply> giveBack() {
        beat.cancel();
        return Resend.inBackground(
                timer, lease, () -> claims.giveBack(key, token, retentionMillis), (late, lost) -> {});
    }

    /** Gives a claim that was taken over back at the end of its lease. If the store fails, the lease ends by itself. */
    public CompletionStage<FailReply> leave() {
        beat.cancel();
        return claims.leave(key, token, retentionMillis);
    }

    /**
     * Leaves notes about the work, which the next owner gets, and extends the lease. The result is false if the claim is
     * lost, which it then is for its renewal too.
     */
    public CompletionStage<Boolean> note(byte[] notes) {
        return claims.note(key, token, lease.toMillis(), retentionMillis, notes).thenApply(kept -> {
            if (!kept) {
                beat.lose();
            }
            return kept;
        });
    }

    /** Keeps the key until a decision. If the store fails, the stage fails; the step is then repeated in the background. */
    public CompletionStage<FailReply> hold() {
        beat.cancel();
        return Resend.inBackground(timer, lease, () -> claims.hold(key, token, retentionMillis), (late, lost) -> {});
    }

    /**
     * Keeps the key taken for some more time, and then releases it. The result is false if the claim was lost before.
     * If the store fails, the stage fails; the step is then repeated in the background.
     *
     * @param left the remaining time; called at each attempt; not positive if the time is over
     */
    public CompletionStage<Boolean> releaseAfter(Supplier<Duration> left) {
        beat.cancel();
        return Resend.inBackground(timer, lease, () -> keep(left.get()), (late, lost) -> {});
    }

    private CompletionStage<Boolean> keep(Duration left) {
        return left.isZero() || left.isNegative()
                ? claims.fail(key, token, retentionMillis).thenApply(reply -> reply == FailReply.RELEASED)
                : claims.renew(key, token, left.plusNanos(999_999).toMillis(), retentionMillis);
    }

    private static final class Fuse implements Heartbeat {

        private final Timer.Scheduled end;
        private final Runnable onLost;
        private final AtomicBoolean lost = new AtomicBoolean();

        Fuse(Timer timer, Duration lease, Runnable onLost) {
            this.onLost = onLost;
            end = timer.after(lease, this::blow);
        }

        @Override
        public void lose() {
            end.cancel();
            blow();
        }

        private void blow() {
            if (lost.compareAndSet(false, true)) {
                onLost.run();
            }
        }

        @Override
        public void cancel() {
            end.cancel();
        }

        @Override
        public boolean lost() {
            return lost.get();
        }
    }
}
