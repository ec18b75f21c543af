package io.kvkit.recipe.once.near;

import java.time.Duration;

/**
 * How many records of finished work are kept in this JVM, and for how long.
 *
 * @param maxBytes how many bytes the records may take together, with their keys; 0 for none
 * @param maxStaleness after what time a record is read from the store again. The time starts when the answer of the store
 *     arrives, so a record that another process has deleted is used here for at most this time and one call of the store
 * @since 0.1
 */
public record NearRecords(long maxBytes, Duration maxStaleness) {

    /** The maximum staleness, unless the settings say otherwise. */
    public static final Duration MAX_STALENESS = Duration.ofSeconds(10);

    /** No records are kept. */
    public static final NearRecords NONE = new NearRecords(0, MAX_STALENESS);

    public NearRecords {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, but is " + maxBytes);
        }
        if (maxStaleness.isNegative() || maxStaleness.isZero()) {
            throw new IllegalArgumentException("maxStaleness must be positive, but is " + maxStaleness);
        }
    }
}
