package io.kvkit.cache;

import io.kvkit.call.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One computation under way, here or in another process, and the calls that wait for it.
 *
 * <p>A call joins only after a read, begun after the call, that saw the computation's token: so nothing was invalidated
 * between the beginning of the computation and that of the call.
 */
final class Flight {

    /** How a computation ended. */
    sealed interface End {

        /** With a payload that every waiting call decodes for itself, so that no two calls share a mutable result. */
        record Landed(byte[] payload) implements End {}

        /** With a result that cannot be encoded, so that waiting calls share it. */
        record Shared(@Nullable Object result) implements End {}

        /** With an exception. */
        record Failed(Throwable failure) implements End {}

        /** Without a result for the waiting calls: they look again. */
        record Gone() implements End {}
    }

    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final AtomicBoolean relieved = new AtomicBoolean();
    private volatile @Nullable Ticket ticket;

    CompletionStage<End> end() {
        return end;
    }

    void end(End how) {
        end.complete(how);
    }

    /** The ticket of the computation, when it is in this process and has begun. */
    @Nullable
    Ticket ticket() {
        return ticket;
    }

    void begin(Ticket owner) {
        ticket = owner;
    }

    /** Lets exactly one of the calls that have waited too long compute for all of them. */
    boolean relieve() {
        return relieved.compareAndSet(false, true);
    }
}
