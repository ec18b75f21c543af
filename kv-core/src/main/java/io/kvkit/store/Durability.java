package io.kvkit.store;

import java.time.Duration;

/**
 * How safe a change must be before a store acknowledges it.
 *
 * <p>A server acknowledges a change as soon as it is in its memory. If the server then fails before the change is elsewhere, the
 * change is lost. A durable change is acknowledged only when it would survive that.
 *
 * @param level where a change must be
 * @param timeout how long the store waits for that, rounded up to whole milliseconds
 * @since 0.1
 */
public record Durability(Level level, Duration timeout) {

    /** Where a change must be before the store acknowledges it. */
    public enum Level {
        /** In the memory of the server that made it. */
        NONE,
        /** Also in the memory of a replica. */
        REPLICA,
        /** Also on the disk of the server that made it, in its append-only file. */
        AOF
    }

    /** How long a store waits, unless the settings say otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(100);

    /** Changes are acknowledged at once. */
    public static final Durability NONE = of(Level.NONE);

    /**
     * Creates a durability.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public Durability {
        timeout = Duration.ofMillis(Ttl.of(timeout).millis());
    }

    /** Returns a level with the default timeout. */
    public static Durability of(Level level) {
        return new Durability(level, DEFAULT_TIMEOUT);
    }

    /** Returns the same level with another timeout. */
    public Durability within(Duration time) {
        return new Durability(level, time);
    }

    /** Returns whether a change is acknowledged only after a wait. */
    public boolean isAwaited() {
        return level != Level.NONE;
    }
}
