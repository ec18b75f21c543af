package io.kvkit.recipe.lease;

import io.kvkit.store.Ttl;
import java.time.Duration;

/**
 * The terms of a request for a lease.
 *
 * <pre>{@code
 * LeaseTerms terms = LeaseTerms.of(Duration.ofSeconds(30)).waiting(Duration.ofSeconds(5));
 * }</pre>
 *
 * @param duration how long the lease outlives a holder that died
 * @param maxWait how long to wait while another holder has it; zero for no wait
 * @param renewal whether the lease is renewed while it is held
 * @since 0.1
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

    /** Returns terms with renewal and without a wait. */
    public static LeaseTerms of(Duration duration) {
        return new LeaseTerms(duration, Duration.ZERO, Renewal.AUTOMATIC);
    }

    /** Returns the same terms with a wait while another holder has the lease. */
    public LeaseTerms waiting(Duration atMost) {
        return new LeaseTerms(duration, atMost, renewal);
    }

    /** Returns the same terms without renewal. */
    public LeaseTerms unrenewed() {
        return new LeaseTerms(duration, maxWait, Renewal.NONE);
    }
}
