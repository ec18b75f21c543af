package io.kvkit.claim;

import io.kvkit.call.Backoff;
import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a claim while another caller owns the key, without holding a thread. Instances are safe for use by several
 * threads.
 *
 * @since 0.1
 */
public final class ClaimWait {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(250));

    private final Claims claims;
    private final Timer timer;

    public ClaimWait(Claims claims, Timer timer) {
        this.claims = claims;
        this.timer = timer;
    }

    /**
     * Claims a key, at once and then with growing pauses as long as it is busy. The stage gives the last reply.
     *
     * @param atMost how long to wait; zero for one attempt
     * @param wanted whether to continue waiting; called after each attempt
     */
    public CompletionStage<ClaimReply> claim(Key key, ClaimRequest request, Duration atMost, BooleanSupplier wanted) {
        var attempts = new Attempts(key, request, atMost, wanted);
        attempts.next(0);
        return attempts.result;
    }

    private final class Attempts {

        private final Key key;
        private final ClaimRequest request;
        private final BooleanSupplier wanted;
        private final CompletableFuture<ClaimReply> result = new CompletableFuture<>();
        private Duration left;
        private volatile boolean over;
        private Timer.@Nullable Scheduled limit;

        Attempts(Key key, ClaimRequest request, Duration atMost, BooleanSupplier wanted) {
            this.key = key;
            this.request = request;
            this.left = atMost;
            this.wanted = wanted;
        }

        void next(int before) {
            claims.claim(key, request).whenComplete((reply, failure) -> {
                boolean again = !over && !left.isZero() && wanted.getAsBoolean();
                if (again && reply instanceof ClaimReply.Busy busy) {
                    pause(before, busy.left());
                } else {
                    end(reply, failure);
                }
            });
        }

        // The pause ends with the holder's lease or with the time to wait, whichever comes first.
        private void pause(int before, Duration holderLeft) {
            if (limit == null) {
                limit = timer.after(left, () -> over = true);
            }
            Duration pause = least(least(BACKOFF.pause(before), holderLeft.plusMillis(1)), left);
            left = left.minus(pause);
            timer.after(pause, () -> next(before + 1));
        }

        private void end(@Nullable ClaimReply reply, @Nullable Throwable failure) {
            if (limit != null) {
                limit.cancel();
            }
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (reply != null) {
                result.complete(reply);
            }
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
