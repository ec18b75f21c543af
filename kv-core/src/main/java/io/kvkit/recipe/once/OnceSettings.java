package io.kvkit.recipe.once;

import io.kvkit.store.Ttl;
import java.time.Duration;

/**
 * How one operation or consumer behaves.
 *
 * @param face what its callers and operators are told
 * @param lease how long a call that died blocks its key; renewed while the call runs
 * @param ttl how long the work is known as done
 * @param inProgress what happens to a call while another one runs
 * @param onStoreFailure what happens when the store cannot be asked
 */
public record OnceSettings(
        Face face, Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {

    /** How an idempotent operation behaves where nothing is set. */
    public static final OnceSettings IDEMPOTENCY =
            idempotency(Duration.ofSeconds(30), Duration.ofHours(24), OnStoreFailure.FAIL);

    /** How a consumer behaves where nothing is set. */
    public static final OnceSettings DEDUPE =
            dedupe(Duration.ofSeconds(30), Duration.ofDays(7), InProgress.WAIT, OnStoreFailure.FAIL);

    public OnceSettings {
        Ttl.of(lease);
        Ttl.of(ttl);
    }

    /** How an idempotent operation behaves: a call is refused while another one runs. */
    public static OnceSettings idempotency(Duration lease, Duration ttl, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.IDEMPOTENCY, lease, ttl, InProgress.REJECT, onStoreFailure);
    }

    /** How a consumer of events behaves. */
    public static OnceSettings dedupe(
            Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.DEDUPE, lease, ttl, inProgress, onStoreFailure);
    }
}
