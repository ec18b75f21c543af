package io.kvkit.call;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of the guarded calls that are running, innermost first: on a thread, or in a call that is bound to none.
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

    /** The calls with one more inside of them, which is bound to no thread: its driver hands this on. */
    public static Nesting within(@Nullable Nesting outer, Ticket ticket) {
        return new Nesting(ticket, outer);
    }

    /** Does something on this thread as a part of the calls. */
    public static <T extends @Nullable Object> T inside(Nesting calls, Supplier<T> work) {
        Nesting before = CURRENT.get();
        CURRENT.set(calls);
        try {
            return work.get();
        } finally {
            back(before);
        }
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
