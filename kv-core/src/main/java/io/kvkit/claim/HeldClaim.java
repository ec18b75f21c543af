package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim that this process owns, kept alive until it is completed or released.
 *
 * <p>Its end is told to the store even when the store fails at that moment: the step is repeated in the background for
 * one lease. Exactly one of {@code complete} and {@link #release} is called, once; when the store has refused the
 * result, both.
 */
public final class HeldClaim {

    private final Claims claims;
    private final Timer timer;
    private final Key key;
    private final Token token;
    private final Duration lease;
    private final long retentionMillis;
    private final Heartbeat.Beat beat;

    private HeldClaim(Claims claims, Timer timer, Key key, ClaimRequest request, Heartbeat.Beat beat) {
        this.claims = claims;
        this.timer = timer;
        this.key = key;
        this.token = request.token();
        this.lease = Duration.ofMillis(request.leaseMillis());
        this.retentionMillis = request.retentionMillis();
        this.beat = beat;
    }

    /**
     * Takes charge of a claim that was just won, and renews it at a third of its lease.
     *
     * @param request the request by which it was won
     * @param onLost runs once if the claim is lost; must not block
     */
    public static HeldClaim renewed(Claims claims, Timer timer, Key key, ClaimRequest request, Runnable onLost) {
        return held(
                claims,
                timer,
                key,
                request,
                () -> claims.heartbeat(key, request.token(), request.leaseMillis(), request.retentionMillis(), onLost));
    }

    /**
     * Takes charge of a claim that was just won, and lets its lease run out.
     *
     * @param request the request by which it was won
     * @param onLost runs once when the lease has run out; must not block
     */
    public static HeldClaim unrenewed(Claims claims, Timer timer, Key key, ClaimRequest request, Runnable onLost) {
        return held(
                claims, timer, key, request, () -> new Fuse(timer, Duration.ofMillis(request.leaseMillis()), onLost));
    }

    // Whoever cannot take charge of it gives it up: a machine may be out of threads for the timer.
    private static HeldClaim held(
            Claims claims, Timer timer, Key key, ClaimRequest request, Supplier<Heartbeat.Beat> beat) {
        try {
            return new HeldClaim(claims, timer, key, request, beat.get());
        } catch (Throwable e) {
            claims.fail(key, request.token(), request.retentionMillis());
            throw e;
        }
    }

    /** Whether the claim is known to be lost. */
    public boolean lost() {
        return beat.lost();
    }

    /**
     * Leaves the result. The stage fails when the store does; storing then goes on in the background, and the claim is
     * kept alive meanwhile.
     *
     * @param later hears once how the background work ended, if there was any: with a reply, or with a failure when it
     *     was given up
     */
    public CompletionStage<CompleteReply> complete(
            Completion completion, BiConsumer<@Nullable CompleteReply, @Nullable Throwable> later) {
        return complete(() -> completion, later);
    }

    /**
     * The same for a result that depends on when it is stored.
     *
     * @param completion is asked at each attempt
     */
    public CompletionStage<CompleteReply> complete(
            Supplier<Completion> completion, BiConsumer<@Nullable CompleteReply, @Nullable Throwable> later) {
        Supplier<CompletionStage<CompleteReply>> step = () -> claims.complete(key, token, completion.get());
        CompletionStage<CompleteReply> completed = Resend.inBackground(timer, lease, step, (late, lost) -> {
            beat.cancel();
            later.accept(late, lost);
        });
        return completed.whenComplete((reply, failure) -> {
            if (failure == null) {
                beat.cancel();
            }
        });
    }

    /** Gives the claim up. The stage fails when the store does; the release then goes on in the background. */
    public CompletionStage<FailReply> release() {
        beat.cancel();
        // Nobody needs to hear the end: without an answer the lease runs out by itself.
        return Resend.inBackground(timer, lease, () -> claims.fail(key, token, retentionMillis), (late, lost) -> {});
    }

    /**
     * Keeps the key taken for some time more, and then lets go of it; false when the claim was lost before. The stage
     * fails when the store does; this then goes on in the background.
     *
     * @param left how long; is asked at each attempt, and not positive when the time is over
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

    private static final class Fuse implements Heartbeat.Beat {

        private final Timer.Scheduled end;
        private volatile boolean lost;

        Fuse(Timer timer, Duration lease, Runnable onLost) {
            end = timer.after(lease, () -> {
                lost = true;
                onLost.run();
            });
        }

        @Override
        public void cancel() {
            end.cancel();
        }

        @Override
        public boolean lost() {
            return lost;
        }
    }
}
