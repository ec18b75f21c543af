package io.kvkit.recipe.lease;

import io.kvkit.store.Ttl;
import java.time.Duration;

/**
 * How a lease is asked for.
 *
 * @param duration how long the lease outlives a holder that died
 * @param maxWait how long to wait while somebody else holds it; zero not to wait
 * @param renewal whether it is renewed while it is held
 */
public record LeaseTerms(Duration duration, Duration maxWait, Renewal renewal) {

    /** Whether a lease is renewed while it is held. */
    public enum Renewal {
        /** It is renewed at a third of its duration until it is closed. */
        AUTOMATIC,
        /** It ends after its duration. */
        NONE
    }

    public LeaseTerms {
        Ttl.of(duration);
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("The wait for a lease must not be negative, but is " + maxWait);
        }
    }

    /** A renewed lease, or none at once. */
    public static LeaseTerms of(Duration duration) {
        return new LeaseTerms(duration, Duration.ZERO, Renewal.AUTOMATIC);
    }

    /** The same terms with a wait while somebody else holds the lease. */
    public LeaseTerms waiting(Duration atMost) {
        return new LeaseTerms(duration, atMost, renewal);
    }

    /** The same terms without renewal. */
    public LeaseTerms unrenewed() {
        return new LeaseTerms(duration, maxWait, Renewal.NONE);
    }
}
