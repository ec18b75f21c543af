package io.kvkit.recipe.ratelimit;

import io.kvkit.claim.Heartbeat;
import io.kvkit.permit.PermitRequest;
import io.kvkit.permit.Permits;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to run now, held until it is closed. It is renewed in the background for at most an hour. If the process dies,
 * the permit is free when its lease has ended. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Optional<Permit> permit = client.concurrencyLimit("reports").tryAcquire(account);
 * if (permit.isEmpty()) {
 *     return Report.busy();
 * }
 * try (Permit held = permit.get()) {
 *     return engine.create(account);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Permit implements AutoCloseable {

    private final @Nullable Held held;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Held(Permits permits, Key key, PermitRequest request, Heartbeat beat) {}

    private Permit() {
        this.held = null;
    }

    private Permit(Permits permits, Key key, PermitRequest request, Runnable onLost) {
        Heartbeat beat = permits.heartbeat(key, request, () -> {
            onLost.run();
            lost.complete(null);
        });
        this.held = new Held(permits, key, request, beat);
    }

    /** Returns the permit of a call that passes without the store. */
    static Permit ofNothing() {
        return new Permit();
    }

    /**
     * Holds a permit that was just acquired. If it cannot be held, for instance because the machine is out of threads for
     * the timer, it is released.
     */
    static Permit held(Permits permits, Key key, PermitRequest request, Runnable onLost) {
        try {
            return new Permit(permits, key, request, onLost);
        } catch (Throwable e) {
            permits.release(key, request);
            throw e;
        }
    }

    /**
     * Returns whether the permit is open and not known to be lost. A permit is lost if it could not be renewed in time,
     * or after an hour; then another call may run in its place.
     */
    public boolean isHeld() {
        return !closed.get() && !lost.isDone();
    }

    /**
     * Returns a stage that completes when the permit is lost. If the permit is closed in time, the stage never completes.
     * Callers must not complete it.
     */
    public CompletionStage<Void> lost() {
        return lost;
    }

    /**
     * Releases the permit, once, without waiting for the store. If the store fails, the release is repeated in the
     * background until the lease has ended.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        if (closed.compareAndSet(false, true) && held != null) {
            held.beat().cancel();
            held.permits().release(held.key(), held.request());
        }
    }
}
