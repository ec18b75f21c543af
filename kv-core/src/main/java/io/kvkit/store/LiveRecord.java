package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * A record that an embedded store keeps in memory as it is computed with, and not as bytes.
 *
 * <p>The store calls all methods, and the {@linkplain LiveTransition transitions} that change the record, under one lock,
 * so a record needs no synchronization of its own.
 *
 * @since 0.1
 */
public interface LiveRecord {

    /**
     * Returns the bytes that a store without live records would hold.
     *
     * @return the bytes, which the caller owns; null if such a store would have no entry
     */
    byte @Nullable [] value();

    /** Returns how often steps have changed the record. */
    long changes();

    /** Returns when the record says nothing more, in microseconds since the epoch; 0 if it says nothing now. */
    long expiresAtMicros();
}
