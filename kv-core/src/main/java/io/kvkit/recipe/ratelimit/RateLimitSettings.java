package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;
import io.kvkit.store.Key;

/**
 * The settings of one limit.
 *
 * @param name the name of the limit, which headers and errors show
 * @param meter the bands that must all agree
 * @param onStoreFailure what happens if the store fails
 * @param terms what becomes of the decisions
 * @since 0.1
 */
public record RateLimitSettings(String name, Meter meter, OnStoreFailure onStoreFailure, LimitTerms terms) {

    /** Creates the settings of a limit whose refusals apply. */
    public RateLimitSettings(String name, Meter meter, OnStoreFailure onStoreFailure) {
        this(name, meter, onStoreFailure, LimitTerms.USUAL);
    }

    /** Returns the same settings with other bands. */
    public RateLimitSettings with(Meter other) {
        return new RateLimitSettings(name, other, onStoreFailure, terms);
    }

    /**
     * Returns the charge of a call.
     *
     * @param cost the number of permits; 0 passes free of charge
     */
    public Charge charge(Key key, long cost) {
        return new Charge(name, key, meter, cost, terms);
    }
}
