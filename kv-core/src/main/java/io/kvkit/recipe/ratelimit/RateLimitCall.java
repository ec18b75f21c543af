package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A call to be limited.
 *
 * @param charges its costs, on one or several different keys: either all are granted or none is charged
 * @param onStoreFailure what happens if the store fails
 * @since 0.1
 */
public record RateLimitCall(List<Charge> charges, OnStoreFailure onStoreFailure) {

    public RateLimitCall {
        charges = List.copyOf(charges);
        if (charges.isEmpty()) {
            throw new IllegalArgumentException("A limited call needs a charge");
        }
        if (charges.size() > 1) {
            requireDifferentKeys(charges);
        }
    }

    /** Returns a call with one charge. */
    public static RateLimitCall of(Charge charge, OnStoreFailure onStoreFailure) {
        return new RateLimitCall(List.of(charge), onStoreFailure);
    }

    private static void requireDifferentKeys(List<Charge> charges) {
        Set<Key> keys = new HashSet<>();
        for (Charge charge : charges) {
            if (!keys.add(charge.key())) {
                throw new IllegalArgumentException("Two limits of one call share the key of " + charge.name()
                        + "; give them different names or put their bands into one limit");
            }
        }
    }
}
