package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call to be limited.
 *
 * @param charges its costs, on one or several different keys: either all are granted or none is charged
 * @param onStoreFailure what happens if the store fails
 * @param decided receives the decision of a guard, granted or not, on the thread that decides; exceptions are logged
 *     and ignored. Null if only the caller needs the decision
 * @since 0.1
 */
public record RateLimitCall(
        List<Charge> charges,
        OnStoreFailure onStoreFailure,
        @Nullable Consumer<RateLimitResult> decided) {

    public RateLimitCall {
        charges = List.copyOf(charges);
        if (charges.isEmpty()) {
            throw new IllegalArgumentException("A limited call needs a charge");
        }
        if (charges.size() > 1) {
            requireDifferentKeys(charges);
        }
    }

    /** Creates a call whose decision only its caller needs. */
    public RateLimitCall(List<Charge> charges, OnStoreFailure onStoreFailure) {
        this(charges, onStoreFailure, null);
    }

    /** Returns a call with one charge. */
    public static RateLimitCall of(Charge charge, OnStoreFailure onStoreFailure) {
        return new RateLimitCall(List.of(charge), onStoreFailure);
    }

    /** Returns whether a limit may refuse the call: not if all of them are in shadow mode for their keys. */
    public boolean isEnforced() {
        for (Charge charge : charges) {
            if (charge.isEnforced()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the call may wait if a limit refuses it. */
    boolean letsWait() {
        for (Charge charge : charges) {
            if (charge.isAwaited()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the same call with other charges. */
    public RateLimitCall with(List<Charge> others) {
        return new RateLimitCall(others, onStoreFailure, decided);
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
