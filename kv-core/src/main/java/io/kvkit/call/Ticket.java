package io.kvkit.call;

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
}
