package io.kvkit.recipe.once;

import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ShardedStore;
import io.kvkit.codec.KvKeyring;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one operation or consumer. Times are rounded up to whole milliseconds.
 *
 * <pre>{@code
 * OnceSettings payments = OnceSettings.IDEMPOTENCY.withOnAbandoned(OnAbandoned.HOLD).withMaxAttempts(5);
 * }</pre>
 *
 * @param face which errors and log messages it uses
 * @param lease how long a call of a dead process blocks its key; renewed while a call runs
 * @param ttl how long the record of the work is kept
 * @param inProgress what happens to a call while another one runs
 * @param onStoreFailure what happens if the store fails
 * @param onAbandoned what happens to the key of a call whose process died
 * @param maxAttempts how many attempts may fail or die before the key is parked; 0 for any number
 * @param maxRunTime how long the lease of a call is renewed at most
 * @param keyring the keys that seal results and the steps of calls, so that only they can read and write them; null to
 *     leave them open
 * @param compactFor for about how many events the records of those that are done are stored compactly, many in one value; 0
 *     for a value for each record, as an operation needs it
 * @since 0.1
 */
public record OnceSettings(
        Face face,
        Duration lease,
        Duration ttl,
        InProgress inProgress,
        OnStoreFailure onStoreFailure,
        OnAbandoned onAbandoned,
        int maxAttempts,
        Duration maxRunTime,
        @Nullable KvKeyring keyring,
        int compactFor) {

    /** How long the lease of a call is renewed, unless the settings say otherwise. */
    public static final Duration MAX_RUN_TIME = Duration.ofHours(1);

    /** The default settings of an idempotent operation. */
    public static final OnceSettings IDEMPOTENCY =
            idempotency(Duration.ofSeconds(30), Duration.ofHours(24), OnStoreFailure.FAIL);

    /** The default settings of a consumer. */
    public static final OnceSettings DEDUPE =
            dedupe(Duration.ofSeconds(30), Duration.ofDays(7), InProgress.WAIT, OnStoreFailure.FAIL);

    public OnceSettings {
        lease = Duration.ofMillis(Ttl.of(lease).millis());
        ttl = Duration.ofMillis(Ttl.of(ttl).millis());
        maxRunTime = Duration.ofMillis(Ttl.of(maxRunTime).millis());
        if (maxAttempts < 0 || maxAttempts > ClaimRequest.MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "maxAttempts must be 0 to " + ClaimRequest.MAX_ATTEMPTS + ", but is " + maxAttempts);
        }
        requireCompactFor(face, compactFor);
    }

    private static void requireCompactFor(Face face, int events) {
        if (events < 0) {
            throw new IllegalArgumentException("compactFor must not be negative, but is " + events);
        }
        if (events > 0 && face != Face.DEDUPE) {
            throw new IllegalArgumentException(
                    "Only the events of a consumer can be stored compactly, because the records"
                            + " of an operation hold results: compactFor must be 0, but is " + events);
        }
    }

    /** Returns settings of an idempotent operation that refuses a call while another one runs. */
    public static OnceSettings idempotency(Duration lease, Duration ttl, OnStoreFailure onStoreFailure) {
        return of(Face.IDEMPOTENCY, lease, ttl, InProgress.REJECT, onStoreFailure);
    }

    /** Returns settings of a consumer of events. */
    public static OnceSettings dedupe(
            Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {
        return of(Face.DEDUPE, lease, ttl, inProgress, onStoreFailure);
    }

    private static OnceSettings of(
            Face face, Duration lease, Duration ttl, InProgress inProgress, OnStoreFailure onStoreFailure) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, OnAbandoned.RETRY, 0, MAX_RUN_TIME, null, 0);
    }

    /** Returns the same settings with another rule for calls while another one runs. */
    public OnceSettings withInProgress(InProgress rule) {
        return new OnceSettings(
                face, lease, ttl, rule, onStoreFailure, onAbandoned, maxAttempts, maxRunTime, keyring, compactFor);
    }

    /** Returns the same settings with another rule for calls while the store fails. */
    public OnceSettings withOnStoreFailure(OnStoreFailure rule) {
        return new OnceSettings(
                face, lease, ttl, inProgress, rule, onAbandoned, maxAttempts, maxRunTime, keyring, compactFor);
    }

    /** Returns the same settings with another rule for the key of a call whose process died. */
    public OnceSettings withOnAbandoned(OnAbandoned rule) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, rule, maxAttempts, maxRunTime, keyring, compactFor);
    }

    /** Returns the same settings with another bound on attempts; 0 for any number. */
    public OnceSettings withMaxAttempts(int most) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, onAbandoned, most, maxRunTime, keyring, compactFor);
    }

    /** Returns the same settings with another bound on the time for which the lease of a call is renewed. */
    public OnceSettings withMaxRunTime(Duration longest) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, onAbandoned, maxAttempts, longest, keyring, compactFor);
    }

    /** Returns the same settings of a sealed operation; without keys, of an open one. */
    public OnceSettings sealedBy(@Nullable KvKeyring keys) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, onAbandoned, maxAttempts, maxRunTime, keys, compactFor);
    }

    /**
     * Returns the same settings whose records are stored compactly for about so many events that are remembered at a time;
     * 0 for a value for each record. Another number can mean other keys, where none of the present records is found.
     *
     * @throws IllegalArgumentException if these are the settings of an operation
     */
    public OnceSettings withCompactFor(int events) {
        return new OnceSettings(
                face, lease, ttl, inProgress, onStoreFailure, onAbandoned, maxAttempts, maxRunTime, keyring, events);
    }

    /** Returns the namespace of the records, given that of the name. */
    public Namespace records(Namespace name) {
        return name.sharded(compactFor == 0 ? 0 : ShardedStore.shardsFor(compactFor));
    }
}
