package io.kvkit.recipe.cache;

import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One computation under way, here or in another process, and the calls that wait for it.
 *
 * <p>A call joins only after a read, begun after the call, that saw the computation's token: so nothing was invalidated
 * between the beginning of the computation and that of the call. The same holds for what relieves the computation
 * later.
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

    private CompletableFuture<End> end = new CompletableFuture<>();
    private boolean over;
    private volatile boolean overdue;
    private volatile @Nullable Ticket owner;
    private volatile @Nullable Ticket relief;

    /** What those that wait from now on get: the next end of the computation, or of one that relieves it. */
    synchronized CompletionStage<End> end() {
        return end;
    }

    /** The computation has ended. */
    void end(End how) {
        take(true).complete(how);
    }

    /** What relieved the computation has ended. Those that wait now get its end; later ones wait anew. */
    void relieved(End how) {
        take(false).complete(how);
    }

    private synchronized CompletableFuture<End> take(boolean last) {
        CompletableFuture<End> present = end;
        relief = null;
        over |= last;
        if (!over) {
            end = new CompletableFuture<>();
        }
        return present;
    }

    /** The computation is in this process and begins. */
    void begin(Ticket ticket) {
        owner = ticket;
    }

    /**
     * Lets one call at a time compute for all that wait; null for the one that does. The others get the end that it
     * brings.
     */
    synchronized @Nullable CompletionStage<End> relieve(Ticket ticket) {
        overdue = true;
        if (over || relief != null) {
            return end;
        }
        relief = ticket;
        return null;
    }

    /** Whether a call has lost patience with the computation, so that the next ones need not wait for it. */
    boolean overdue() {
        return overdue;
    }

    /** Whether what computes here is one of the calls that are running, so that these would wait for themselves. */
    boolean isOneOf(@Nullable Nesting calls) {
        Ticket first = owner;
        Ticket second = relief;
        return (first != null && Nesting.contains(calls, first)) || (second != null && Nesting.contains(calls, second));
    }
}
