package io.kvkit.resilience;

import io.kvkit.event.BreakerState;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.StorePart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of the parts of a store. A part has one from its first call until it leaves the store. The whole store
 * has one for operations on all parts and for keys whose part is not known.
 */
final class Circuits {

    private final KvStore store;
    private final Function<StorePart, Circuit> making;
    private final Map<StorePart, Circuit> all = new ConcurrentHashMap<>();
    private final Circuit whole;
    private volatile boolean closed;

    Circuits(KvStore store, Function<StorePart, Circuit> making) {
        this.store = store;
        this.making = making;
        this.whole = making.apply(StorePart.WHOLE);
        all.put(StorePart.WHOLE, whole);
    }

    Circuit whole() {
        return whole;
    }

    Circuit of(Key key) {
        StorePart part = store.partOf(key);
        Circuit known = all.get(part);
        return known == null ? add(part) : known;
    }

    /** Returns the keys by their circuits; all of them by one circuit if they have one in common. */
    Map<Circuit, List<Key>> by(Collection<Key> keys) {
        Circuit common = common(keys);
        return common == null ? divide(keys) : Map.of(common, List.copyOf(keys));
    }

    /** Returns the common circuit of the keys; null if they have several. */
    @Nullable
    Circuit common(Collection<Key> keys) {
        Iterator<Key> each = keys.iterator();
        if (!each.hasNext()) {
            return whole;
        }
        Key first = each.next();
        StorePart part = store.partOf(first);
        while (each.hasNext()) {
            if (store.partOf(each.next()) != part) {
                return null;
            }
        }
        return of(first);
    }

    /** Returns the keys by their circuits. */
    Map<Circuit, List<Key>> divide(Collection<Key> keys) {
        Map<Circuit, List<Key>> divided = new LinkedHashMap<>();
        keys.forEach(key ->
                divided.computeIfAbsent(of(key), circuit -> new ArrayList<>()).add(key));
        return divided;
    }

    /** Returns the circuit of a part that is refused now; null if there is none. */
    @Nullable
    Circuit anyOpen() {
        return present()
                .filter(circuit -> circuit != whole && circuit.state() == BreakerState.OPEN)
                .findAny()
                .orElse(null);
    }

    /** Returns the states of all circuits that are not closed. */
    Map<StorePart, BreakerState> notClosed() {
        Map<StorePart, BreakerState> states = new LinkedHashMap<>();
        present().forEach(circuit -> states.put(circuit.part(), circuit.state()));
        states.values().removeIf(state -> state == BreakerState.CLOSED);
        return states;
    }

    /** Ends the circuits of parts that have left the store. */
    void forgetLeft() {
        all.forEach((part, circuit) -> {
            if (!part.isPresent() && all.remove(part, circuit)) {
                circuit.forget();
            }
        });
    }

    int size() {
        return all.size();
    }

    void close() {
        closed = true;
        all.values().forEach(Circuit::close);
    }

    private Stream<Circuit> present() {
        return all.values().stream().filter(circuit -> circuit.part().isPresent());
    }

    private Circuit add(StorePart part) {
        forgetLeft();
        Circuit added = all.computeIfAbsent(part, making);
        if (closed) {
            added.close();
        }
        return added;
    }
}
