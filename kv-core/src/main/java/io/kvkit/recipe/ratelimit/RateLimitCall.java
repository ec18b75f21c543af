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
 * @param revision brings the call up to date while it waits; null if its limits never change
 * @since 0.1
 */
public record RateLimitCall(
        List<Charge> charges,
        OnStoreFailure onStoreFailure,
        @Nullable Consumer<RateLimitResult> decided,
        @Nullable Revision revision) {

    /**
     * Brings a call that waits up to date after a change of its limits.
     *
     * <pre>{@code
     * Revision revision = call -> call.with(call.charges().stream().map(charge -> charge.with(meters.now())).toList());
     * }</pre>
     *
     * @see RateLimiter#limitsChanged()
     */
    @FunctionalInterface
    public interface Revision {

        /**
         * Returns a call by the limits as they are now: the call itself if they are the same, and null if no limit applies
         * any more. It must not block, and is called by any thread.
         */
        @Nullable
        RateLimitCall revise(RateLimitCall call);
    }

    public RateLimitCall {
        charges = List.copyOf(charges);
        if (charges.isEmpty()) {
            throw new IllegalArgumentException("A limited call needs a charge");
        }
        if (charges.size() > 1) {
            requireDifferentKeys(charges);
        }
    }

    /** Creates a call whose limits never change. */
    public RateLimitCall(
            List<Charge> charges, OnStoreFailure onStoreFailure, @Nullable Consumer<RateLimitResult> decided) {
        this(charges, onStoreFailure, decided, null);
    }

    /** Creates a call whose limits never change, and whose decision only its caller needs. */
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

    /** Returns the charge of a key for which the call may wait; null if there is none. */
    @Nullable
    Charge awaited(Key key) {
        for (Charge charge : charges) {
            if (charge.key().equals(key) && charge.cost() > 0 && charge.isAwaited()) {
                return charge;
            }
        }
        return null;
    }

    /** Returns the same call with other charges. */
    public RateLimitCall with(List<Charge> others) {
        return new RateLimitCall(others, onStoreFailure, decided, revision);
    }

    /** Returns this call by the limits as they are now: itself if they are the same, and null if none applies any more. */
    public @Nullable RateLimitCall revised() {
        return revision == null ? this : revision.revise(this);
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
