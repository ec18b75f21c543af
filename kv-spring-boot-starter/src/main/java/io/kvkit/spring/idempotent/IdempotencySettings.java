package io.kvkit.spring.idempotent;

import io.kvkit.annotation.Idempotent.InProgress;
import io.kvkit.annotation.Idempotent.KeyRequired;
import io.kvkit.annotation.Idempotent.StoreFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one idempotent operation, or about all of them; null where it says nothing.
 *
 * @param enabled whether the operation is guarded at all
 * @param header the request header that holds the key
 * @param keyRequired whether a call must have a key
 * @param ttl how long a result is kept
 * @param lease after what time a call whose process died may run again
 * @param inProgress what a call gets whose key is being worked on
 * @param onStoreFailure what happens when the store fails
 */
public record IdempotencySettings(
        @Nullable Boolean enabled,
        @Nullable String header,
        @Nullable KeyRequired keyRequired,
        @Nullable Duration ttl,
        @Nullable Duration lease,
        @Nullable InProgress inProgress,
        @Nullable StoreFailure onStoreFailure) {

    /** Settings that say nothing. */
    public static final IdempotencySettings NONE = new IdempotencySettings(null, null, null, null, null, null, null);
}
