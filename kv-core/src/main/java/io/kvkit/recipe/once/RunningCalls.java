package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that run in this process, so that it does not run a call twice at the same time while the store fails. */
final class RunningCalls {

    private final ConcurrentHashMap<Key, OnceTicket> running = new ConcurrentHashMap<>();

    void begin(OnceTicket ticket) {
        if (ticket.call().settings().face().isAlone()) {
            running.put(ticket.call().key(), ticket);
        }
    }

    /** Starts a call unless another one with its key is running; returns whether it did. */
    boolean beginAlone(OnceTicket ticket) {
        return running.putIfAbsent(ticket.call().key(), ticket) == null;
    }

    // Another call may have taken over the key in the meantime, so only the same ticket is removed.
    void end(OnceTicket ticket) {
        running.remove(ticket.call().key(), ticket);
    }
}
