package io.kvkit.store;

import java.util.List;
import java.util.Map;

/**
 * The result of an operation on several keys, each of which succeeded or failed on its own.
 *
 * <pre>{@code
 * Batch<String, Boolean> written = client.mset(values, Duration.ofMinutes(5));
 * written.failures().forEach((key, failure) -> log.warn("{} was not written", key, failure));
 * }</pre>
 *
 * @param values the result by key; a key that is missing in the store is absent
 * @param failures the error by key; empty if no key failed. In a batch of more than {@value #MAX_NAMED} keys, those
 *     that failed for the same reason may share an error, which names no key
 * @param <K> the type of the keys
 * @param <V> the type of the results
 * @since 0.1
 */
public record Batch<K, V>(Map<K, V> values, Map<K, KvException> failures) {

    /**
     * The largest batch in which the error of each key names that key. For thousands of keys, creating an error with a
     * stack trace for each would take longer than the timeout of the batch.
     */
    public static final int MAX_NAMED = 100;

    // A log prints all of them with the first one.
    private static final int MAX_SUPPRESSED = 10;

    public Batch {
        values = Map.copyOf(values);
        failures = Map.copyOf(failures);
    }

    /**
     * Returns the results if no key failed.
     *
     * @throws KvException if any key failed: the error of one of them, with some of the others as suppressed exceptions
     */
    public Map<K, V> orThrow() {
        if (failures.isEmpty()) {
            return values;
        }
        // Several keys may share one error.
        List<KvException> all =
                failures.values().stream().distinct().limit(1 + MAX_SUPPRESSED).toList();
        KvException first = all.get(0);
        all.subList(1, all.size()).forEach(first::addSuppressed);
        throw first;
    }
}
