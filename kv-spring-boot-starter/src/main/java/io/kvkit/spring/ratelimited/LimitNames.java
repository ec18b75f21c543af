package io.kvkit.spring.ratelimited;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The names of all limits, and who is told that one of them has changed. Safe for use by several threads. */
final class LimitNames {

    private final ConcurrentMap<String, LimitName> names = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    LimitName of(String name) {
        return names.computeIfAbsent(name, unknown -> new LimitName());
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void tell() {
        listeners.forEach(Runnable::run);
    }
}
