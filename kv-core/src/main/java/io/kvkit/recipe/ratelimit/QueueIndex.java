package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues of each key: one for all calls with the same bands. Changed by its {@link CallQueues}, and read by any thread.
 */
final class QueueIndex {

    private final ConcurrentMap<Key, List<CallQueue>> queues = new ConcurrentHashMap<>();
    private final QueueSizes sizes;

    QueueIndex(QueueSizes sizes) {
        this.sizes = sizes;
    }

    List<CallQueue> of(Key key) {
        return queues.getOrDefault(key, List.of());
    }

    /** Returns the queue of calls that wait for a charge; null if none waits. */
    @Nullable
    CallQueue find(Charge charge) {
        for (CallQueue queue : of(charge.key())) {
            if (queue.serves(charge)) {
                return queue;
            }
        }
        return null;
    }

    List<CallQueue> all() {
        return queues.values().stream().flatMap(List::stream).toList();
    }

    /** Returns the number of keys. */
    int size() {
        return queues.size();
    }

    /** Returns the queue of calls that wait for a charge, possibly a new one. */
    CallQueue open(Charge charge) {
        CallQueue known = find(charge);
        if (known != null) {
            return known;
        }
        CallQueue added = new CallQueue(charge, sizes);
        List<CallQueue> all = new ArrayList<>(of(charge.key()));
        all.add(added);
        queues.put(charge.key(), List.copyOf(all));
        return added;
    }

    @SuppressWarnings("ReferenceEquality") // a queue is only itself
    void remove(CallQueue queue) {
        queues.computeIfPresent(queue.key(), (key, known) -> {
            List<CallQueue> rest =
                    known.stream().filter(other -> other != queue).toList();
            return rest.isEmpty() ? null : rest;
        });
    }
}
