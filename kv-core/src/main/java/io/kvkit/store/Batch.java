package io.kvkit.store;

import java.util.List;
import java.util.Map;

/**
 * The result of an operation on several keys, each of which succeeded or failed on its own.
 *
 * @param values the result by key; a key that is missing in the store is absent
 * @param failures the error by key; empty when all went well. Of more than {@value #MAX_NAMED} keys those that failed for
 *     one reason may share an error, which names none of them
 * @param <K> what names a key
 * @param <V> the result of one key
 * @since 0.1
 */
public record Batch<K, V>(Map<K, V> values, Map<K, KvException> failures) {

    /**
     * The largest batch in which the error of each key names that key. An error for each of many thousands, with a stack
     * trace of its own, would take longer than the batch may.
     */
    public static final int MAX_NAMED = 100;

    // Each is printed wherever the first one is logged.
    private static final int MAX_SUPPRESSED = 10;

    public Batch {
        values = Map.copyOf(values);
        failures = Map.copyOf(failures);
    }

    /**
     * The results, if no key failed.
     *
     * @throws KvException the error of one of the keys, if any failed; some of the others are suppressed in it
     */
    public Map<K, V> orThrow() {
        if (failures.isEmpty()) {
            return values;
        }
        // One error may stand for several keys.
        List<KvException> all =
                failures.values().stream().distinct().limit(1 + MAX_SUPPRESSED).toList();
        KvException first = all.get(0);
        all.subList(1, all.size()).forEach(first::addSuppressed);
        throw first;
    }
}
