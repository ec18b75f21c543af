package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.util.function.Supplier;

/**
 * The settings of a limit of concurrent calls as they are now: those of the start, or those that follow from changed
 * properties. Safe for use by several threads.
 */
public final class LivePermits implements Supplier<ConcurrencySettings> {

    /** Reads settings from the properties of a name. */
    @FunctionalInterface
    public interface Reading {

        /**
         * Returns the settings.
         *
         * @param byName the properties of the name
         * @param place where they are written, for messages
         * @throws RuntimeException the refusal, if they do not fit such a limit
         */
        ConcurrencySettings read(Limit byName, String place);
    }

    private record Known(Limit byName, ConcurrencySettings settings) {}

    private final String limit;
    private final LimitName name;
    private final Limit configured;
    private final Reading reading;
    private volatile Known known;

    /**
     * Creates settings.
     *
     * @param limit the name of the limit
     * @param name the properties of the name that have changed
     * @param configured the properties of the name at the start
     * @param reading reads the settings from properties of the name
     */
    LivePermits(String limit, LimitName name, Limit configured, Reading reading) {
        this.limit = limit;
        this.name = name;
        this.configured = configured;
        this.reading = reading;
        this.known = read(configured);
    }

    /** Returns whether calls are limited, if they are by the configuration. */
    boolean isEnabled() {
        return name.isEnabled();
    }

    // Each change makes new properties.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public ConcurrencySettings get() {
        Limit changed = name.changed();
        Limit byName = changed == null ? configured : changed;
        Known last = known;
        if (last.byName() != byName) {
            last = read(byName);
            known = last;
        }
        return last.settings();
    }

    private Known read(Limit byName) {
        return new Known(byName, reading.read(byName, LiveLimits.place(limit)));
    }
}
