package io.kvkit.call;

/**
 * What a guard needs to know when the call that it let through has ended: a key, an owner token, a lease.
 *
 * <p>Only the guard that issued a ticket reads it.
 */
public interface Ticket {

    /** The ticket of a guard that has nothing to do after the call. */
    Ticket NONE = new Ticket() {};
}
