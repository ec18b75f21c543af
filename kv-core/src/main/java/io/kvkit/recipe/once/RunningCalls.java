package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that run in this process, so that it does not run one twice while the store cannot be asked. */
final class RunningCalls {

    private final ConcurrentHashMap<Key, OnceTicket> running = new ConcurrentHashMap<>();

    void begin(OnceTicket ticket) {
        if (ticket.call().settings().face().isAlone()) {
            running.put(ticket.call().key(), ticket);
        }
    }

    /** Begins a call unless one with its key runs. */
    boolean beginAlone(OnceTicket ticket) {
        return running.putIfAbsent(ticket.call().key(), ticket) == null;
    }

    // Another call may have taken the key over meanwhile: only the same ticket is removed.
    void end(OnceTicket ticket) {
        running.remove(ticket.call().key(), ticket);
    }
}
