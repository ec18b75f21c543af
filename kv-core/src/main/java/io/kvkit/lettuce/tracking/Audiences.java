package io.kvkit.lettuce.tracking;

import io.kvkit.store.Namespace;
import io.kvkit.store.Signals.Listener;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The listeners by namespace. Listeners are added and removed by one thread at a time. */
final class Audiences {

    private static final int PARTS = 3;

    private final Map<String, Audience> all = new ConcurrentHashMap<>();

    Audience.Ear add(
            Namespace namespace, Listener listener, ToLongFunction<Audience> silence, Consumer<Audience.Ear> closing) {
        return all.computeIfAbsent(namespace.start(), start -> new Audience(namespace))
                .add(listener, silence, closing);
    }

    void remove(Audience.Ear ear) {
        Audience audience = ear.audience();
        audience.remove(ear);
        if (audience.isEmpty()) {
            all.remove(audience.namespace().start(), audience);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns the starts of the namespaces with listeners. */
    Set<String> starts() {
        return Set.copyOf(all.keySet());
    }

    /** Returns a namespace with listeners; null if there is none. */
    @Nullable
    Namespace any() {
        return all.values().stream().map(Audience::namespace).findAny().orElse(null);
    }

    /** Records for each namespace whether every server reports its changes. */
    void arm(Predicate<String> everywhere) {
        all.forEach((start, audience) -> audience.arm(everywhere.test(start)));
    }

    void changed(String key) {
        String start = startOf(key);
        Audience audience = all.get(start);
        if (audience != null) {
            audience.changed(key.substring(start.length()));
        }
    }

    void anythingChanged() {
        anythingChanged(all.keySet());
    }

    void anythingChanged(Collection<String> starts) {
        starts.forEach(start -> {
            Audience audience = all.get(start);
            if (audience != null) {
                audience.anythingChanged();
            }
        });
    }

    // No part of a namespace contains a colon. Empty for a key that is in no namespace.
    private static String startOf(String key) {
        int end = -1;
        for (int part = 0; part < PARTS; part++) {
            end = key.indexOf(':', end + 1);
            if (end < 0) {
                return "";
            }
        }
        return key.substring(0, end + 1);
    }
}
