package io.kvkit.call;

import java.util.Collection;
import java.util.List;

/**
 * The data that a guard needs after a call has ended, such as a key, an owner token or a lease.
 *
 * <p>Only the guard that issued a ticket reads it.
 *
 * @since 0.1
 */
public interface Ticket {

    /** The ticket of a guard that needs no notification after the call. */
    Ticket NONE = new Ticket() {};

    /** Returns the tickets of which this one consists: those of many decisions about one call, or itself. */
    default Collection<Ticket> parts() {
        return List.of(this);
    }

    /** Returns whether another ticket is this one or one of its parts. */
    default boolean includes(Ticket other) {
        return this == other;
    }
}
