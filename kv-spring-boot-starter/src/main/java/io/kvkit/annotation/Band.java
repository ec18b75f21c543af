package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of several limits on one key, as in 10 per second and 1000 per day.
 *
 * <pre>{@code
 * @RateLimited(name = "search", bands = {@Band(limit = 10, window = "1s"), @Band(limit = 1000, window = "1d")})
 * }</pre>
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Band {

    /** How many permits there are per {@link #window}. */
    int limit();

    /** The time in which {@link #limit} permits come back, as {@code 10s} or {@code 1d}. */
    String window();

    /** How many permits a rested token bucket holds. Default: the {@link #limit}. */
    int burst() default -1;

    /** How permits come back. Default: as the annotation or the settings say, else token bucket. */
    RateLimited.Algorithm algorithm() default RateLimited.Algorithm.DEFAULT;
}
