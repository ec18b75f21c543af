package io.kvkit.recipe.once;

import io.kvkit.store.Ttl;
import java.time.Duration;

/**
 * The settings of one operation or consumer. Times are rounded up to whole milliseconds.
 *
 * @param face which errors and log messages it uses
 * @param lease how long a call of a dead process blocks its key; renewed while a call runs
 * @param ttl how long the record of the work is kept
 * @param inProgress what happens to a call while another one runs
 * @param onStoreFailure what happens if the store fails
 * @since 0.1
 */
public record OnceSettings(
        Face face, Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {

    /** The default settings of an idempotent operation. */
    public static final OnceSettings IDEMPOTENCY =
            idempotency(Duration.ofSeconds(30), Duration.ofHours(24), OnStoreFailure.FAIL);

    /** The default settings of a consumer. */
    public static final OnceSettings DEDUPE =
            dedupe(Duration.ofSeconds(30), Duration.ofDays(7), InProgress.WAIT, OnStoreFailure.FAIL);

    public OnceSettings {
        lease = Duration.ofMillis(Ttl.of(lease).millis());
        ttl = Duration.ofMillis(Ttl.of(ttl).millis());
    }

    /** Returns settings of an idempotent operation that refuses a call while another one runs. */
    public static OnceSettings idempotency(Duration lease, Duration ttl, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.IDEMPOTENCY, lease, ttl, InProgress.REJECT, onStoreFailure);
    }

    /** Returns settings of a consumer of events. */
    public static OnceSettings dedupe(
            Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {
        return new OnceSettings(Face.DEDUPE, lease, ttl, inProgress, onStoreFailure);
    }
}
