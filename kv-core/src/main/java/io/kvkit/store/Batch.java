package io.kvkit.store;

import java.util.Map;

/**
 * The result of an operation on several keys, each of which succeeded or failed on its own.
 *
 * @param values the result by key; a key that is missing in the store is absent
 * @param failures the error by key; empty when all went well
 * @param <K> what names a key
 * @param <V> the result of one key
 */
public record Batch<K, V>(Map<K, V> values, Map<K, KvException> failures) {

    public Batch {
        values = Map.copyOf(values);
        failures = Map.copyOf(failures);
    }

    /**
     * The results, if no key failed.
     *
     * @throws KvException the error of one of the keys, if any failed; the others are suppressed in it
     */
    public Map<K, V> orThrow() {
        if (failures.isEmpty()) {
            return values;
        }
        var all = failures.values().iterator();
        KvException first = all.next();
        while (all.hasNext()) {
            suppress(first, all.next());
        }
        throw first;
    }

    // One error may stand for several keys, and no error can be suppressed in itself.
    private static void suppress(KvException first, KvException other) {
        if (other != first) {
            first.addSuppressed(other);
        }
    }
}
