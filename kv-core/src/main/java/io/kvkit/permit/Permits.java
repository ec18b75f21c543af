package io.kvkit.permit;

import io.kvkit.call.Timer;
import io.kvkit.claim.Heartbeat;
import io.kvkit.claim.LatePackets;
import io.kvkit.claim.Resend;
import io.kvkit.claim.Token;
import io.kvkit.permit.PermitTransition.Op;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The steps of permits on one store, without blocking: at most so many owners of a key at the same time.
 *
 * <p>A permit is held for a lease and can be renewed before it ends. A permit whose owner died is free when its lease has
 * ended. Each step is one atomic change, by the store's clock. The same token may send a step again and gets the same
 * answer. If a key holds anything other than a record of permits, the step fails with a PERMANENT {@link
 * io.kvkit.store.KvException} and leaves the key unchanged. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * PermitRequest request = PermitRequest.create(5, Duration.ofSeconds(30));
 * permits.acquire(key, request).thenAccept(reply -> log.info("{} of 5 are held", reply.held()));
 * }</pre>
 *
 * @since 0.1
 */
public final class Permits {

    private static final Duration MAX_RUN_TIME = Duration.ofHours(1);

    private final KvStore store;
    private final Timer timer;

    /**
     * Creates the steps on a store.
     *
     * @param timer runs renewals and releases in the background
     */
    public Permits(KvStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    /**
     * Acquires a permit, unless all are held.
     *
     * <p>If the reply is lost, the step is sent once more with the same token. If the outcome stays unknown, the stage
     * fails and the permit is released in the background, until the store acknowledges it or the lease has ended. The
     * release is then repeated for two minutes, in case the network delivers the step after its release.
     */
    public CompletionStage<PermitReply> acquire(Key key, PermitRequest request) {
        Transition<PermitReply> acquire = PermitTransition.of(Op.ACQUIRE, request);
        return Resend.once(() -> store.apply(key, acquire), () -> giveUp(key, request));
    }

    private void giveUp(Key key, PermitRequest request) {
        release(key, request);
        LatePackets.outlast(timer, step(key, Op.RELEASE, request));
    }

    /**
     * Renews a permit at a third of its lease until it is cancelled, lost, or has run for an hour.
     *
     * @param onLost runs once if the permit is lost, on a thread of the timer or the store; must not block
     */
    public Heartbeat heartbeat(Key key, PermitRequest request, Runnable onLost) {
        Supplier<CompletionStage<PermitReply>> renewal = step(key, Op.RENEW, request);
        return Heartbeat.start(
                timer, request.lease(), MAX_RUN_TIME, () -> renewal.get().thenApply(PermitReply::done), onLost);
    }

    /**
     * Releases a permit. If the store fails, the stage fails, and the release is repeated in the background until the
     * lease has ended.
     */
    public CompletionStage<PermitReply> release(Key key, PermitRequest request) {
        // The end needs no listener: without an answer, the lease ends by itself.
        return Resend.inBackground(timer, request.lease(), step(key, Op.RELEASE, request), (late, lost) -> {});
    }

    private Supplier<CompletionStage<PermitReply>> step(Key key, Op op, PermitRequest request) {
        Transition<PermitReply> step = PermitTransition.of(op, request);
        return () -> store.apply(key, step);
    }

    /**
     * Returns what {@link #acquire} would return, and changes nothing.
     *
     * @param most how many permits there are
     */
    public CompletionStage<PermitReply> peek(Key key, int most) {
        PermitRequest nobody = new PermitRequest(Token.NONE, most, PermitRequest.SHORTEST_LEASE);
        return store.apply(key, PermitTransition.of(Op.PEEK, nobody));
    }

    /** Returns the store. */
    public KvStore store() {
        return store;
    }
}
