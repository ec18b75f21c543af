package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.StoreFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one limit, or about all of them; null where it says nothing.
 *
 * @param enabled whether calls are limited at all
 * @param limit how many permits there are per window
 * @param window the time in which the permits come back
 * @param burst how many permits a rested token bucket holds
 * @param algorithm how permits come back
 * @param bands several limits on the one key, instead of limit, window and burst; empty where there are none
 * @param onStoreFailure what happens when the store fails
 */
public record RateLimitSettings(
        @Nullable Boolean enabled,
        @Nullable Integer limit,
        @Nullable Duration window,
        @Nullable Integer burst,
        @Nullable Algorithm algorithm,
        List<BandSettings> bands,
        @Nullable StoreFailure onStoreFailure) {

    /** Settings that say nothing. */
    public static final RateLimitSettings NONE = new RateLimitSettings(null, null, null, null, null, List.of(), null);

    public RateLimitSettings {
        bands = List.copyOf(bands);
    }

    /**
     * One of several limits on one key.
     *
     * @param limit how many permits there are per window
     * @param window the time in which the permits come back
     * @param burst how many permits a rested token bucket holds
     * @param algorithm how permits come back
     */
    public record BandSettings(
            @Nullable Integer limit,
            @Nullable Duration window,
            @Nullable Integer burst,
            @Nullable Algorithm algorithm) {}
}
