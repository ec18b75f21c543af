package io.kvkit.store;

import java.time.Duration;

/**
 * The remaining time to live of a key: missing, without expiry, or the time that is left.
 *
 * @since 0.1
 */
public sealed interface TtlResult {

    /** The key does not exist. */
    record Missing() implements TtlResult {}

    /** The key exists and does not expire. */
    record NoExpiry() implements TtlResult {}

    /**
     * The key exists and expires.
     *
     * @param left the time that is left, in whole milliseconds, rounded up
     */
    record Expires(Duration left) implements TtlResult {}
}
