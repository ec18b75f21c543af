package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Takes back, in the background, what nobody knows to have been made, or to be durable. */
record Withdrawal(KvStore store, Timer timer) {

    private static final Duration OF_A_MARK = Duration.ofSeconds(30);

    /**
     * Gives a claim back until there is a reply; without one, the lease ends by itself.
     *
     * @param isUnderWay whether the claim may still be on its way to the store
     */
    void of(Key key, ClaimRequest request, boolean isUnderWay) {
        Transition<FailReply> back = ClaimTransitions.giveBack(request.token(), request.retentionMillis());
        undo(key, back, Duration.ofMillis(request.leaseMillis()), isUnderWay);
    }

    /** Removes a mark, which may still be on its way too. */
    void ofMark(Key key, Token token, long retentionMillis, boolean isUnderWay) {
        undo(key, ClaimTransitions.withdraw(token, retentionMillis), OF_A_MARK, isUnderWay);
    }

    private void undo(Key key, Transition<FailReply> step, Duration atMost, boolean isUnderWay) {
        Supplier<CompletionStage<FailReply>> undoing = () -> store.apply(key, step);
        Resend.inBackground(timer, atMost, undoing, (late, lost) -> {});
        if (isUnderWay) {
            LatePackets.outlast(timer, undoing);
        }
    }
}
