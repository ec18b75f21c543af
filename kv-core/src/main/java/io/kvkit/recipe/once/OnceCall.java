package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * One call of work that runs once.
 *
 * @param key the record that calls for the same work share
 * @param fingerprint a 32-byte digest of what the call is about; null to trust the key alone
 * @param duplicates what a duplicate call returns after the work was done
 * @param settings how the operation or consumer behaves
 * @since 0.1
 */
public record OnceCall(Key key, byte @Nullable [] fingerprint, Duplicates duplicates, OnceSettings settings) {

    /** The length of a fingerprint. */
    public static final int FINGERPRINT_BYTES = 32;

    public OnceCall {
        if (fingerprint != null && fingerprint.length != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("A fingerprint must have 32 bytes, but has " + fingerprint.length);
        }
    }

    /** Returns a call without a fingerprint, which trusts its key alone. */
    public static OnceCall of(Key key, Duplicates duplicates, OnceSettings settings) {
        return new OnceCall(key, null, duplicates, settings);
    }
}
