package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Namespace;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many calls of each limit wait. Changed by its {@link CallQueues}, and read by any thread. */
final class QueueSizes {

    private final ConcurrentMap<String, Integer> sizes = new ConcurrentHashMap<>();

    boolean isFull(Charge charge) {
        int size = sizes.getOrDefault(charge.key().namespace().start(), 0);
        return size >= charge.terms().waiting().maxWaiting();
    }

    int total() {
        return sizes.values().stream().mapToInt(Integer::intValue).sum();
    }

    void add(Namespace limit) {
        sizes.merge(limit.start(), 1, Integer::sum);
    }

    void remove(Namespace limit) {
        sizes.computeIfPresent(limit.start(), (key, size) -> size == 1 ? null : size - 1);
    }
}
