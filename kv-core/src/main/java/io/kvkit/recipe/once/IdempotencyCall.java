package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the idempotency guard knows of one call.
 *
 * @param key the record that calls with the same idempotency key share
 * @param fingerprint a 32-byte digest of what the call is about; null to trust the key alone
 * @param lease how long a call that died blocks its key; renewed while the call runs
 * @param retention how long a result is replayed
 * @param format how results become bytes
 * @param onStoreFailure what happens when the store cannot be asked
 */
public record IdempotencyCall(
        Key key,
        byte @Nullable [] fingerprint,
        Duration lease,
        Duration retention,
        ResultFormat format,
        OnStoreFailure onStoreFailure) {

    /** What happens to a call when the store cannot be asked. */
    public enum OnStoreFailure {
        /** The call is refused with the store's error. */
        FAIL,
        /** The call is made without protection against calls of other processes. */
        PROCEED
    }

    /** The length of a fingerprint. */
    public static final int FINGERPRINT_BYTES = 32;

    public IdempotencyCall {
        if (fingerprint != null && fingerprint.length != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("A fingerprint must have 32 bytes, but has " + fingerprint.length);
        }
        Ttl.of(lease);
        Ttl.of(retention);
    }
}
