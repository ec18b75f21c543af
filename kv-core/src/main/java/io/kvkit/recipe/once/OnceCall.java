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
 * @param takeover asks what became of a call whose process died; null to do as the settings say. A guard around the calls
 *     must be {@linkplain Reconciled#recording recording}
 * @since 0.1
 */
public record OnceCall(
        Key key,
        byte @Nullable [] fingerprint,
        Duplicates duplicates,
        OnceSettings settings,
        @Nullable Takeover takeover) {

    /** The length of a fingerprint. */
    public static final int FINGERPRINT_BYTES = 32;

    public OnceCall {
        if (fingerprint != null && fingerprint.length != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("A fingerprint must have 32 bytes, but has " + fingerprint.length);
        }
    }

    /** Creates a call that asks nobody what became of a call whose process died. */
    public OnceCall(Key key, byte @Nullable [] fingerprint, Duplicates duplicates, OnceSettings settings) {
        this(key, fingerprint, duplicates, settings, null);
    }

    /** Returns a call without a fingerprint, which trusts its key alone. */
    public static OnceCall of(Key key, Duplicates duplicates, OnceSettings settings) {
        return new OnceCall(key, null, duplicates, settings);
    }

    /** Returns the same call with other settings. */
    public OnceCall with(OnceSettings others) {
        return new OnceCall(key, fingerprint, duplicates, others, takeover);
    }

    /** Returns the same call that asks what became of a call whose process died; null to do as the settings say. */
    public OnceCall asking(@Nullable Takeover about) {
        return new OnceCall(key, fingerprint, duplicates, settings, about);
    }
}
