package io.kvkit.ratelimit;

/** Hears every decision about a call, granted or not: for headers and metrics. */
@FunctionalInterface
public interface RateLimitObserver {

    /** An observer that does nothing. */
    RateLimitObserver NONE = result -> {};

    /** Hears a decision, possibly on a thread of the store's: it must be quick and must not throw. */
    void decided(RateLimitResult result);
}
