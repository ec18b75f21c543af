package io.kvkit.recipe.cache;

import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.CacheLoadEvent;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Namespace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Tells listeners what happened, with events that are made once for each cache. */
final class CacheEvents {

    private final Map<String, Map<Outcome, CacheEvent>> events = new ConcurrentHashMap<>();
    private final KvListeners listeners;

    CacheEvents(KvListeners listeners) {
        this.listeners = listeners;
    }

    void tell(Namespace cache, Outcome outcome) {
        if (!listeners.isEmpty()) {
            Map<Outcome, CacheEvent> known = events.get(cache.start());
            Map<Outcome, CacheEvent> all =
                    known == null ? events.computeIfAbsent(cache.start(), start -> all(cache)) : known;
            listeners.tell(Objects.requireNonNull(all.get(outcome)));
        }
    }

    /** Tells that a computation has ended. */
    void loaded(CacheTicket ticket, boolean succeeded) {
        if (!listeners.isEmpty()) {
            listeners.tell(new CacheLoadEvent(
                    ticket.call().key().namespace(), succeeded, System.nanoTime() - ticket.begunNanos()));
        }
    }

    private static Map<Outcome, CacheEvent> all(Namespace cache) {
        Map<Outcome, CacheEvent> all = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome, new CacheEvent(cache, outcome));
        }
        return all;
    }
}
