package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Namespace;
import java.util.HashMap;
import java.util.Map;

/** How many calls of each limit wait. Guarded by its {@link CallQueues}. */
final class QueueSizes {

    private final Map<Namespace, Integer> sizes = new HashMap<>();

    boolean isFull(Charge charge) {
        int size = sizes.getOrDefault(charge.key().namespace(), 0);
        return size >= charge.terms().waiting().maxWaiting();
    }

    int total() {
        return sizes.values().stream().mapToInt(Integer::intValue).sum();
    }

    void add(CallQueue queue) {
        sizes.merge(queue.key().namespace(), 1, Integer::sum);
    }

    void remove(CallQueue queue) {
        sizes.computeIfPresent(queue.key().namespace(), (limit, size) -> size == 1 ? null : size - 1);
    }
}
