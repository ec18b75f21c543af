package io.kvkit.recipe.once;

import io.kvkit.store.Ttl;
import java.time.Duration;

/**
 * How one operation or consumer behaves.
 *
 * @param face what its callers and operators are told
 * @param lease how long a call that died blocks its key; renewed while the call runs
 * @param retention how long the work is known as done
 * @param inProgress what happens to a call while another one runs
 * @param onStoreFailure what happens when the store cannot be asked
 */
public record OnceSettings(
        Face face, Duration lease, Duration retention, InProgress inProgress, OnStoreFailure onStoreFailure) {

    public OnceSettings {
        Ttl.of(lease);
        Ttl.of(retention);
    }

    /** How an idempotent operation behaves: a call is refused while another one runs. */
    public static OnceSettings idempotency(Duration lease, Duration retention, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.IDEMPOTENCY, lease, retention, InProgress.REJECT, onStoreFailure);
    }

    /** How a consumer of events behaves. */
    public static OnceSettings dedupe(
            Duration lease, Duration retention, InProgress inProgress, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.DEDUPE, lease, retention, inProgress, onStoreFailure);
    }
}
