package io.kvkit.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of the running guarded calls, innermost first: on a thread, or in a call that is not bound to a thread.
 *
 * <p>A guard that makes a call wait for another call checks here that the call does not wait for itself.
 *
 * @since 0.1
 */
public final class Nesting {

    private static final ThreadLocal<@Nullable Nesting> CURRENT = new ThreadLocal<>();

    private final Ticket ticket;
    private final @Nullable Nesting outer;

    private Nesting(Ticket ticket, @Nullable Nesting outer) {
        this.ticket = ticket;
        this.outer = outer;
    }

    /** Returns the calls that are running on this thread; null if there are none. */
    public static @Nullable Nesting current() {
        return CURRENT.get();
    }

    /** Returns the calls with another one inside, which is not bound to a thread: its driver passes this object on. */
    public static Nesting within(@Nullable Nesting outer, Ticket ticket) {
        return new Nesting(ticket, outer);
    }

    /** Runs work on this thread as a part of the calls. */
    public static <T extends @Nullable Object> T inside(Nesting calls, Supplier<T> work) {
        Nesting before = CURRENT.get();
        CURRENT.set(calls);
        try {
            return work.get();
        } finally {
            back(before);
        }
    }

    /** Returns the tickets of the calls, innermost first. */
    public List<Ticket> tickets() {
        List<Ticket> tickets = new ArrayList<>();
        for (Nesting at = this; at != null; at = at.outer) {
            tickets.addAll(at.ticket.parts());
        }
        return tickets;
    }

    /** Returns whether the ticket belongs to one of the calls. */
    public static boolean contains(@Nullable Nesting nesting, Ticket ticket) {
        for (Nesting at = nesting; at != null; at = at.outer) {
            if (at.ticket.includes(ticket)) {
                return true;
            }
        }
        return false;
    }

    /** Records that a call starts on this thread. */
    static void enter(Ticket ticket) {
        CURRENT.set(new Nesting(ticket, CURRENT.get()));
    }

    /** Records that the innermost call on this thread has ended. */
    static void leave() {
        Nesting inner = CURRENT.get();
        back(inner == null ? null : inner.outer);
    }

    private static void back(@Nullable Nesting calls) {
        if (calls == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(calls);
        }
    }
}
