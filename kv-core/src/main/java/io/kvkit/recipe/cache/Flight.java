package io.kvkit.recipe.cache;

import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A computation under way, here or in another process, and the calls that wait for it.
 *
 * <p>A call joins only after a read that started after the call and saw the computation's token. So there was no
 * invalidation between the start of the computation and the start of the call. The same holds for a later computation
 * that relieves this one.
 */
final class Flight {

    /**
     * How a computation ended. A result has the stamp of the computation: a call that knows of a later invalidation by
     * tags does not take it.
     */
    sealed interface End {

        /** Returns the stamp of the result; above all others if there is none. */
        default long stamp() {
            return Long.MAX_VALUE;
        }

        /** With a payload that every waiting call decodes for itself, so that no two calls share a mutable result. */
        record Landed(byte[] payload, long stamp) implements End {}

        /** With a result that cannot be encoded, so that waiting calls share it. */
        record Shared(@Nullable Object result, long stamp) implements End {}

        /** With an exception, in place of which every waiting call decodes a stale value for itself. */
        record Stale(byte[] payload, Throwable failure, long stamp) implements End {}

        /** With an exception. */
        record Failed(Throwable failure) implements End {}

        /** Without a result for the waiting calls: they look again. */
        record Gone() implements End {}

        /** Returns the end of a computation that failed. */
        static End of(Throwable failure) {
            return isOfItsCallerOnly(failure) ? new Gone() : new Failed(failure);
        }

        // A cancelled or interrupted computation says nothing to the calls that wait for it.
        private static boolean isOfItsCallerOnly(Throwable failure) {
            return failure instanceof CancellationException
                    || failure instanceof InterruptedException
                    || failure instanceof ClosedByInterruptException
                    || (failure.getCause() != null
                            && failure.getCause() != failure
                            && isOfItsCallerOnly(failure.getCause()));
        }
    }

    private final boolean elsewhere;
    private CompletableFuture<End> end = new CompletableFuture<>();
    private boolean over;
    private volatile boolean overdue;
    private volatile boolean ending;
    private volatile boolean proven;
    private volatile long provenNanos;
    private volatile @Nullable Ticket owner;
    private volatile @Nullable Ticket relief;

    /** Creates a computation of this process. */
    Flight() {
        this(false);
    }

    /**
     * Creates a computation.
     *
     * @param elsewhere whether it runs in another process
     */
    Flight(boolean elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** Returns the next end of the computation, or of one that relieves it. */
    synchronized CompletionStage<End> end() {
        return end;
    }

    /** Records that the computation ends its claim itself, so that the next change of the record may be its own. */
    void setEnding() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /** Records, before the end, that the claim of the computation was intact at or after a moment. */
    void prove(long nanos) {
        provenNanos = nanos;
        proven = true;
    }

    /** Returns whether the claim was intact after a moment, so that a call that began before may take the end. */
    boolean isProvenSince(long nanos) {
        return proven && provenNanos - nanos >= 0;
    }

    /** Ends the computation. */
    void end(End how) {
        take(true).complete(how);
    }

    /** Ends the computation that relieved this one. The calls that wait now get its end; later calls wait again. */
    void relieved(End how) {
        take(false).complete(how);
    }

    /** Wakes the waiting calls without a result, although the computation holds its claim for some more time. */
    void postpone() {
        overdue = true;
        take(false).complete(new End.Gone());
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

    /** Records that the computation starts in this process. */
    void begin(Ticket ticket) {
        owner = ticket;
    }

    /** Lets one call at a time compute for all waiting calls. Returns null to that call, and its end to the others. */
    synchronized @Nullable CompletionStage<End> relieve(Ticket ticket) {
        if (over || relief != null) {
            return end;
        }
        relief = ticket;
        return null;
    }

    /** Records that a call has waited too long for the computation. */
    void setOverdue() {
        overdue = true;
    }

    /** Returns whether the computation runs in another process. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** Returns the computations of this process that may end the flight. */
    List<Ticket> loads() {
        List<Ticket> loads = new ArrayList<>(2);
        for (Ticket load : new @Nullable Ticket[] {owner, relief}) {
            if (load != null) {
                loads.add(load);
            }
        }
        return loads;
    }

    /** Returns whether a call has waited too long for the computation, so that the next calls need not wait for it. */
    boolean overdue() {
        return overdue;
    }

    /** Returns whether this computation belongs to one of the running calls, which would then wait for itself. */
    boolean isOneOf(@Nullable Nesting calls) {
        Ticket first = owner;
        Ticket second = relief;
        return (first != null && Nesting.contains(calls, first)) || (second != null && Nesting.contains(calls, second));
    }
}
