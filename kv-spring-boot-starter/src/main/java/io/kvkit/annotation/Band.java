package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of several limits on one key, such as 10 per second and 1000 per day.
 *
 * <pre>{@code
 * @RateLimited(name = "search", bands = {@Band(limit = 10, window = "1s"), @Band(limit = 1000, window = "1d")})
 * }</pre>
 *
 * @since 0.1
 * @see RateLimited#bands
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Band {

    /** The number of permits per {@link #window}. */
    int limit();

    /** The time in which {@link #limit} permits come back, such as {@code 10s} or {@code 1d}. */
    String window() default "";

    /** The calendar window, instead of a {@link #window}. Its time zone is that of the annotation. */
    RateLimited.Calendar calendar() default RateLimited.Calendar.DEFAULT;

    /** The number of permits that a full token bucket holds. Default: the {@link #limit}. */
    int burst() default -1;

    /** How permits come back. Default: the algorithm of the annotation or of the settings, or else a token bucket. */
    RateLimited.Algorithm algorithm() default RateLimited.Algorithm.DEFAULT;
}
