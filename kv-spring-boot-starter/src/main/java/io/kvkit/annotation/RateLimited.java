package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method be called a limited number of times per key and time.
 *
 * <p>A call above the limit is not made: it gets {@code RateLimitExceededException}, which on controllers is 429 with
 * {@code Retry-After}, or the result of the {@link #fallback}. A refused call is not charged. Deciding is one atomic step
 * on the store and by the store's clock.
 *
 * <p>Several limits on one key go into {@link #bands} and are decided together. Several keys, as a user's and everybody's,
 * are several annotations, each with a name: a call passes all of them or is charged by none.
 *
 * <p>On a class, all its public methods share one limit, except those with {@code @ExceptionHandler}, {@code @InitBinder}
 * or {@code @ModelAttribute}; a method's own annotation takes its place.
 *
 * <pre>{@code
 * @RateLimited(name = "quotes", limit = 5, window = "10s")
 * @GetMapping("/api/quotes/{symbol}")
 * public Quote quote(@PathVariable String symbol) { ... }
 * }</pre>
 *
 * <p>Settings of {@code kv.rate-limit.limits.<name>} beat the attributes; {@code kv.rate-limit.defaults} fill in what
 * neither says.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(RateLimits.class)
public @interface RateLimited {

    /** How permits come back. */
    enum Algorithm {
        /** As the settings say, else {@link #TOKEN_BUCKET}. */
        DEFAULT,
        /** Permits come back one by one at a steady pace, up to the burst. */
        TOKEN_BUCKET,
        /** The calls of the last window are counted, those of the window before it in proportion. */
        SLIDING_WINDOW,
        /** The calls of the current window are counted; around its end twice the limit may pass. */
        FIXED_WINDOW
    }

    /** What happens when the store cannot decide. */
    enum StoreFailure {
        /** As the settings say, else {@link #LOCAL}. */
        DEFAULT,
        /** This process limits by itself until the store is back. */
        LOCAL,
        /** Calls pass. */
        OPEN,
        /** Calls fail with {@code KvException}. */
        CLOSED
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The identity of the limit, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of the
     * class and the name of the method; on a class its simple name.
     */
    String name() default "";

    /**
     * Who is limited, a SpEL expression over the arguments and {@code #client}, as {@code #client.header('X-Api-Key')}.
     * Default on controllers: the principal, or the IP address (IPv6: the /64 network) of who is not authenticated.
     * Elsewhere: all callers together.
     */
    String key() default "";

    /** How many permits there are per {@link #window}. Required, unless there are {@link #bands} or settings. */
    int limit() default -1;

    /** The time in which {@link #limit} permits come back, as {@code 10s} or {@code 1m}. */
    String window() default "";

    /** How many permits a rested token bucket holds. Default: the {@link #limit}. */
    int burst() default -1;

    /** How permits come back. Default: token bucket. */
    Algorithm algorithm() default Algorithm.DEFAULT;

    /** Several limits on the one key, instead of {@link #limit}, {@link #window} and {@link #burst}. */
    Band[] bands() default {};

    /** How many permits a call takes, a SpEL expression over the arguments that gives a whole number. Default: 1. */
    String cost() default "";

    /**
     * The method of the same class that answers refused calls: the same parameters and return type, and if it wants it
     * the {@code RateLimitExceededException} as one more parameter.
     */
    String fallback() default "";

    /** What happens when the store fails. Default: this process limits by itself. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;
}
