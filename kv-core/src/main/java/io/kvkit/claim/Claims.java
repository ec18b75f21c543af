package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a claim on one store, without blocking.
 *
 * <p>A step that may be repeated is sent once more if its reply is lost, because the store gives the same reply to the
 * same token. A step that reached its deadline is not sent again, because a call has one deadline and not two. If the
 * store fails, the stages fail with a {@link KvException}. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * ClaimRequest request = ClaimRequest.create(null, Duration.ofSeconds(30), Duration.ofDays(1));
 * claims.claim(key, request).thenAccept(reply -> {
 *     if (reply instanceof ClaimReply.Claimed claimed) {
 *         log.info("claimed, fence {}", claimed.fence());
 *     }
 * });
 * }</pre>
 *
 * @since 0.1
 */
public final class Claims {

    private static final Duration MAX_RUN_TIME = Duration.ofHours(1);

    private final KvStore store;
    private final DurableSteps durable;
    private final Withdrawal withdrawal;
    private final Duration maxRunTime;
    private final Beats beats;

    /**
     * Creates the steps on a store, where a claim is renewed for at most an hour. The timer runs renewals and releases in
     * the background.
     */
    public Claims(KvStore store, Timer timer) {
        this(store, timer, MAX_RUN_TIME);
    }

    /**
     * Creates the steps on a store.
     *
     * @param timer runs renewals and releases in the background
     * @param maxRunTime the maximum time for which a claim is renewed, in case its owner hangs
     */
    public Claims(KvStore store, Timer timer, Duration maxRunTime) {
        this(DurableSteps.on(store, Durability.NONE), maxRunTime, new Beats(store, timer, null));
    }

    private Claims(DurableSteps durable, Duration maxRunTime, Beats beats) {
        this.store = beats.store();
        this.durable = durable;
        this.withdrawal = new Withdrawal(store, beats.timer());
        this.maxRunTime = maxRunTime;
        this.beats = beats;
    }

    /** Returns steps that send renewals which are due within 100 ms together, if the store needs I/O. */
    public static Claims renewedTogether(KvStore store, Timer timer) {
        return renewedTogether(store, timer, Durability.NONE);
    }

    /**
     * Does the same for steps that end well only when they are durable: all but renewals, releases, writes and batches. A
     * claim that is not durable in time is given back.
     */
    public static Claims renewedTogether(KvStore store, Timer timer, Durability durability) {
        Beats beats = new Beats(store, timer, new Renewals(store, timer));
        return new Claims(DurableSteps.on(store, durability), MAX_RUN_TIME, beats);
    }

    /** Returns the same steps on a view of the store, with a view of the timer. */
    public Claims on(KvStore view, Timer other) {
        return new Claims(durable.on(view), maxRunTime, new Beats(view, other, beats.renewals()));
    }

    /** Claims a key without I/O; returns null if the store needs I/O for it. */
    public @Nullable ClaimReply claimNow(Key key, ClaimRequest request) {
        return store.applyNow(key, new ClaimTransition(request));
    }

    /**
     * Claims a key.
     *
     * <p>If the reply is lost, the claim is sent once more with the same token. If the outcome stays unknown, the stage
     * fails and the claim is given back in the background, until the store acknowledges it or the lease has ended. That
     * is then repeated for two minutes, in case the network delivers the claim late. A claim that was answered, but is not
     * durable, cannot be late.
     */
    public CompletionStage<ClaimReply> claim(Key key, ClaimRequest request) {
        Transition<ClaimReply> claim = new ClaimTransition(request);
        return durable.once(
                key,
                claim,
                ClaimReply.Claimed.class::isInstance,
                isUnderWay -> withdrawal.of(key, request, isUnderWay));
    }

    /** Extends the lease of a claim; the result is false if it is lost. A lost claim is never created again. */
    public CompletionStage<Boolean> renew(Key key, Token token, long leaseMillis, long retentionMillis) {
        return store.apply(key, new RenewTransition(token, leaseMillis, retentionMillis));
    }

    /** Stores a result and ends the claim. Sent once more if the reply is lost. */
    public CompletionStage<CompleteReply> complete(Key key, Token token, Completion completion) {
        return durable.once(key, new CompleteTransition(token, completion), CompleteReply::isWritten);
    }

    /**
     * Releases a claim: a value that was kept is available again; otherwise the next caller may retry at once. Sent
     * once more if the reply is lost.
     *
     * @param retentionMillis how long the failed attempt stays visible, in milliseconds
     */
    public CompletionStage<FailReply> fail(Key key, Token token, long retentionMillis) {
        return twice(key, ClaimTransitions.fail(token, retentionMillis));
    }

    /**
     * Releases a claim whose work was not tried: the attempt does not count, and a key that was taken over is abandoned
     * again. Sent once more if the reply is lost.
     *
     * @param retentionMillis how long the record stays, in milliseconds
     */
    public CompletionStage<FailReply> giveBack(Key key, Token token, long retentionMillis) {
        return twice(key, ClaimTransitions.giveBack(token, retentionMillis));
    }

    /** Gives a claim that was taken over back at the end of its lease. Sent once more if the reply is lost. */
    public CompletionStage<FailReply> leave(Key key, Token token, long retentionMillis) {
        return twice(key, ClaimTransitions.leave(token, retentionMillis));
    }

    /**
     * Ends a claim whose owner does not know its outcome: nobody may retry before a decision. Sent once more if the reply
     * is lost.
     *
     * @param retentionMillis how long the key waits for the decision, in milliseconds; it is free afterwards
     */
    public CompletionStage<FailReply> hold(Key key, Token token, long retentionMillis) {
        return durable.once(key, ClaimTransitions.hold(token, retentionMillis), FailReply.RELEASED::equals);
    }

    /**
     * Extends the lease of a claim and replaces its notes, which the next owner gets with its claim. Notes only grow,
     * so shorter ones than the present ones are late and are dropped. The result is false if the claim is lost. Sent
     * once more if the reply is lost.
     */
    public CompletionStage<Boolean> note(Key key, Token token, long leaseMillis, long retentionMillis, byte[] notes) {
        var note = ClaimTransitions.note(token, leaseMillis, retentionMillis, notes);
        return durable.once(key, note, kept -> kept);
    }

    /**
     * Marks a key as done, without work and without a result. Sent once more if the reply is lost. If the outcome stays
     * unknown, the stage fails and the mark is withdrawn in the background, as an unknown claim is released.
     *
     * @param retentionMillis how long the mark holds, in milliseconds
     */
    public CompletionStage<MarkReply> mark(Key key, Token token, long retentionMillis) {
        Transition<MarkReply> mark = new MarkTransition(token, retentionMillis);
        return durable.once(
                key,
                mark,
                MarkReply.MARKED::equals,
                isUnderWay -> withdrawal.ofMark(key, token, retentionMillis, isUnderWay));
    }

    /**
     * Decides that a claim of unknown outcome, or a parked one, has this result. Its {@link IfMissing} is ignored. Sent
     * once more if the reply is lost.
     *
     * @param decision the name of this decision; the late owner's token is void afterwards
     * @param fence the fence that the record must still have
     */
    public CompletionStage<ResolveReply> resolve(Key key, Token decision, long fence, Completion result) {
        var resolve = new ResolveTransition(decision, fence, result, result.hardMillis());
        return durable.once(key, resolve, ResolveReply.RESOLVED::equals);
    }

    /**
     * Decides that a claim of unknown outcome, or a parked one, may be tried again, counting from its first attempt.
     * Sent once more if the reply is lost.
     *
     * @param decision the name of this decision; the late owner's token is void afterwards
     * @param fence the fence that the record must still have
     * @param retentionMillis how long the record stays, in milliseconds
     */
    public CompletionStage<ResolveReply> release(Key key, Token decision, long fence, long retentionMillis) {
        var release = new ResolveTransition(decision, fence, null, retentionMillis);
        return durable.once(key, release, ResolveReply.RESOLVED::equals);
    }

    /**
     * Deletes value and claim together, whatever the key holds; the result says whether anything was deleted. Sent once
     * more, and durable in any case, because the result may be false if the reply to the first attempt was lost.
     *
     * @param ifHeader the header that must still be there; null to delete in any case
     */
    public CompletionStage<Boolean> invalidate(Key key, byte @Nullable [] ifHeader) {
        return durable.once(key, new InvalidateTransition(ifHeader), any -> true);
    }

    /**
     * Deletes the values and claims of several keys, sent together. Those whose reply is lost are sent once more.
     *
     * @return the keys whose deletion the store has not acknowledged; the stage never fails
     */
    public CompletionStage<Set<Key>> invalidateAll(Set<Key> keys) {
        return new BatchInvalidation(store).of(keys);
    }

    /**
     * Writes a value whatever the key holds, voids any claim, and returns the fence of the new record. It is never sent
     * twice, because a second write could undo a later invalidation. The store cannot distinguish a late write from a
     * newer one, so use a claim and {@link #complete} if there are concurrent writers.
     */
    public CompletionStage<Long> put(Key key, byte[] payload, long freshMillis, long hardMillis, long stamp) {
        return store.apply(key, new PutTransition(payload, freshMillis, hardMillis, stamp));
    }

    /**
     * Renews a claim at a third of its lease until it is cancelled, lost, or has run for the longest time allowed.
     *
     * @param onLost runs once if the claim is lost, on a thread of the timer or the store; must not block
     */
    public Heartbeat heartbeat(Key key, ClaimRequest request, Runnable onLost) {
        return heartbeat(key, request, maxRunTime, onLost);
    }

    /** Does the same for another maximum time. */
    public Heartbeat heartbeat(Key key, ClaimRequest request, Duration longest, Runnable onLost) {
        return beats.start(key, request, longest, onLost);
    }

    private <R> CompletionStage<R> twice(Key key, Transition<R> transition) {
        return Resend.once(() -> store.apply(key, transition), () -> {});
    }
}
