package io.kvkit.call;

import org.jspecify.annotations.Nullable;

/**
 * The tickets of the guarded calls that are running on a thread, innermost first.
 *
 * <p>A guard that makes a call wait for another call looks here, so that a call never waits for itself.
 */
public final class Nesting {

    private static final ThreadLocal<@Nullable Nesting> CURRENT = new ThreadLocal<>();

    private final Ticket ticket;
    private final @Nullable Nesting outer;

    private Nesting(Ticket ticket, @Nullable Nesting outer) {
        this.ticket = ticket;
        this.outer = outer;
    }

    /** The calls that are running on this thread; null when there are none. */
    public static @Nullable Nesting current() {
        return CURRENT.get();
    }

    /** Whether the ticket belongs to one of the calls. */
    public static boolean contains(@Nullable Nesting nesting, Ticket ticket) {
        for (Nesting at = nesting; at != null; at = at.outer) {
            if (at.ticket == ticket) {
                return true;
            }
        }
        return false;
    }

    /** Notes that a call begins on this thread. */
    static void enter(Ticket ticket) {
        CURRENT.set(new Nesting(ticket, CURRENT.get()));
    }

    /** Notes that the innermost call on this thread has ended. */
    static void leave() {
        Nesting inner = CURRENT.get();
        if (inner == null || inner.outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(inner.outer);
        }
    }
}
