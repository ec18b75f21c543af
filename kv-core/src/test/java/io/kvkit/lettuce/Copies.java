package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of values, as a near cache keeps them: each is dropped by the signal that its key has changed. */
final class Copies implements Signals.Listener {

    private final KvStore store;
    private final Map<Key, String> copies = new HashMap<>();
    private final Map<Key, Integer> versions = new HashMap<>();
    private int alarms;

    Copies(KvStore store) {
        this.store = store;
    }

    /** Copies a value, unless there is a copy. A value that may have changed during the read is not kept. */
    void read(Key key) {
        String before;
        synchronized (this) {
            if (copies.containsKey(key)) {
                return;
            }
            before = version(key);
        }
        String value = stored(key);
        synchronized (this) {
            if (value != null && version(key).equals(before)) {
                copies.put(key, value);
            }
        }
    }

    synchronized Map<Key, String> all() {
        return Map.copyOf(copies);
    }

    synchronized int alarms() {
        return alarms;
    }

    synchronized boolean haveHeardOf(Key key) {
        return versions.containsKey(key);
    }

    @Nullable
    String stored(Key key) {
        byte[] value = Failures.join(store.get(key));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void changed(Key key) {
        versions.merge(key, 1, Integer::sum);
        copies.remove(key);
    }

    @Override
    public synchronized void anythingChanged() {
        alarms++;
        copies.clear();
    }

    private String version(Key key) {
        return alarms + "." + versions.getOrDefault(key, 0);
    }
}
