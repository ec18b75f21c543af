package io.kvkit;

import io.kvkit.store.KvException;
import java.util.Map;

/**
 * The result of an operation on several keys, each of which succeeded or failed on its own.
 *
 * @param values the result by key; a key that is missing in the store is absent
 * @param failures the error by key; empty when all went well
 * @param <V> the result of one key
 */
public record KvBatch<V>(Map<String, V> values, Map<String, KvException> failures) {

    public KvBatch {
        values = Map.copyOf(values);
        failures = Map.copyOf(failures);
    }

    /**
     * The results, if no key failed.
     *
     * @throws KvException the error of one of the keys, if any failed; the others are suppressed in it
     */
    public Map<String, V> orThrow() {
        if (failures.isEmpty()) {
            return values;
        }
        var all = failures.values().iterator();
        KvException first = all.next();
        all.forEachRemaining(first::addSuppressed);
        throw first;
    }
}
