package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often a method can be called per key in a period of time.
 *
 * <p>A call above the limit does not run the method, unless it can wait, see {@link #maxWait}, or the limit is in
 * {@linkplain #mode shadow mode}. It gets a {@code RateLimitExceededException}, which is 429 with {@code Retry-After} on
 * controllers, or the result of the {@link #fallback}. A refused call is not charged. The decision is one atomic step on
 * the store and uses the store's clock.
 *
 * <p>Put several limits on one key into {@link #bands}; they are decided together. For several keys, such as one user
 * and all users, repeat the annotation with a different name each: a call must pass all of the limits, and if one of
 * them refuses it, none is charged.
 *
 * <p>On a class, all its public methods share one limit, except those with {@code @ExceptionHandler},
 * {@code @InitBinder} or {@code @ModelAttribute}. An annotation on a method replaces that of its class.
 *
 * <pre>{@code
 * @RateLimited(name = "quotes", limit = 5, window = "10s")
 * @GetMapping("/api/quotes/{symbol}")
 * public Quote quote(@PathVariable String symbol) { ... }
 * }</pre>
 *
 * <p>The settings of {@code kv.rate-limit.limits.<name>} override the attributes. The settings of
 * {@code kv.rate-limit.defaults} apply if neither has a value.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(RateLimits.class)
public @interface RateLimited {

    /** How permits come back. */
    enum Algorithm {
        /** The value of the settings, or else {@link #TOKEN_BUCKET}. */
        DEFAULT,
        /** Permits come back one by one at a steady pace, up to the burst. */
        TOKEN_BUCKET,
        /** The calls of the current window count, and those of the window before it count in proportion. */
        SLIDING_WINDOW,
        /** The calls of the current window count; around its end, twice the limit may pass. */
        FIXED_WINDOW,
        /** The calls of every window of this length count, wherever it starts: never more than the limit passes. */
        STRICT_WINDOW,
        /** The calls of the current minute, hour, day or month count, see {@link #calendar}. */
        CALENDAR_WINDOW,
        /**
         * The calls that are running count: at most {@link #limit} at the same time, in all processes. A call holds a
         * permit until it ends. There is no window, burst, cost or band. To combine it with other limits, repeat the
         * annotation.
         */
        CONCURRENCY
    }

    /** The length of a calendar window. */
    enum Calendar {
        /** The value of the settings, or else no calendar. */
        DEFAULT,
        /** From second 0 to the next minute. */
        MINUTE,
        /** From minute 0 to the next hour. */
        HOUR,
        /** From midnight to the next midnight. */
        DAY,
        /** From the first day of a month to the first day of the next one. */
        MONTH
    }

    /** What happens if the store cannot decide. */
    enum StoreFailure {
        /** The value of the settings, or else {@link #LOCAL}. */
        DEFAULT,
        /** This process limits on its own until the store is back. */
        LOCAL,
        /** Calls pass. */
        OPEN,
        /** Calls fail with {@code KvException}. */
        CLOSED
    }

    /** Whether refusals apply. */
    enum Mode {
        /** The value of the settings, or else {@link #ENFORCE}. */
        DEFAULT,
        /** Calls above the limit are refused, for the share of the keys that the settings name. */
        ENFORCE,
        /** No call is refused. The limit counts, reports and shows its headers as if it were enforced. */
        SHADOW
    }

    /** Which calls a limit charges. */
    enum ChargeOn {
        /** The value of the settings, or else {@link #ALWAYS}. */
        DEFAULT,
        /** All calls that pass. */
        ALWAYS,
        /** Calls that succeed; a failed call gets its permits back. */
        SUCCESS,
        /** Calls that fail, such as wrong logins; a successful call gets its permits back. */
        FAILURE
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The name of the limit, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of the
     * class and the name of the method; on a class, its simple name.
     */
    String name() default "";

    /**
     * Who is limited, a SpEL expression over the arguments and {@code #client}, such as
     * {@code #client.header('X-Api-Key')}. Default on controllers: what the {@link #keyResolver} says, or else the
     * principal, or else the IP address (IPv6: the /64 network). Elsewhere: all callers together.
     */
    String key() default "";

    /**
     * The name of a {@code RateLimitKeyResolver} bean that says who is limited, in place of {@link #key}. Default on
     * controllers: the only or primary bean of this type, if there is one.
     */
    String keyResolver() default "";

    /**
     * The number of permits per {@link #window}, or for {@link Algorithm#CONCURRENCY} the number of calls that run at the
     * same time. Required, unless there are {@link #bands} or settings.
     */
    int limit() default -1;

    /** The time in which {@link #limit} permits come back, such as {@code 10s} or {@code 1m}. */
    String window() default "";

    /**
     * The calendar window in which {@link #limit} permits can be used, instead of a {@link #window}: all permits come
     * back when the minute, hour, day or month ends in the time zone {@link #zone}.
     */
    Calendar calendar() default Calendar.DEFAULT;

    /** The time zone of calendar windows, such as {@code Europe/Berlin}. Default: the settings, or else UTC. */
    String zone() default "";

    /** The number of permits that a full token bucket holds. Default: the {@link #limit}. */
    int burst() default -1;

    /** How permits come back. Default: token bucket. */
    Algorithm algorithm() default Algorithm.DEFAULT;

    /**
     * For {@link Algorithm#CONCURRENCY}: after which time the permit of a process that died is free, from {@code 100ms} to
     * {@code 1h}. While a call runs, its permit is renewed. Default: the settings, or else 30 seconds.
     */
    String lease() default "";

    /** Several limits on one key, instead of {@link #limit}, {@link #window}, {@link #calendar} and {@link #burst}. */
    Band[] bands() default {};

    /**
     * The plan of the caller, a SpEL expression over the arguments and {@code #client} that returns its name, such as
     * {@code @accounts.planOf(#client.principal)}. A {@code RateLimitPlanProvider} bean, or else
     * {@code kv.rate-limit.plans}, says what the plan allows. If the plan is null, blank or unknown, the limits of this
     * annotation apply.
     */
    String plan() default "";

    /**
     * A SpEL expression over the arguments and {@code #client}, such as {@code #client.principal != 'batch'}. If it is
     * false, this limit does not see the call; other limits of the method do. Default: true.
     */
    String condition() default "";

    /** The number of permits that a call takes, a SpEL expression that returns a whole number. Default: 1. */
    String cost() default "";

    /**
     * The number of permits that a successful call has really cost, a SpEL expression that can read {@code #result}, such
     * as {@code #result.tokens}. The {@link #cost} is then an estimate: when the call has ended, the difference is given
     * back, or owed up to the capacity of the limit. If the process dies while the call runs, the estimate is given back
     * half a minute later. A call that fails stays charged with the estimate, or gets it back
     * with {@link ChargeOn#SUCCESS}. {@link ChargeOn#FAILURE} is not possible. Default: the cost.
     */
    String actualCost() default "";

    /**
     * The method of the same class that answers refused calls. It has the same parameters and return type, and
     * optionally the {@code RateLimitExceededException} as an additional parameter.
     */
    String fallback() default "";

    /** What happens if the store fails. Default: this process limits on its own. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;

    /**
     * Whether refusals apply. With {@link Mode#SHADOW} no call is refused, not even if the store fails. Default: the
     * settings, or else refusals apply.
     */
    Mode mode() default Mode.DEFAULT;

    /**
     * Which calls are charged. All calls take their permits before the method runs, and those that are not charged get them
     * back after it, so calls at the same time never exceed the limit. A call fails if the method throws, or if the status of the answer of a
     * controller is 400 or above. A call that is cancelled, or whose end is not seen, stays charged. Default: all calls.
     */
    ChargeOn chargeOn() default ChargeOn.DEFAULT;

    /**
     * How long a call above the limit waits for its permits, such as {@code 500ms}. Calls of one key wait in the order in
     * which they came, in this process. A call whose wait would be longer is refused at once. A plain method blocks its
     * thread; other methods hold no thread. Default: the settings, or else calls do not wait.
     */
    String maxWait() default "";

    /**
     * How many calls of this limit wait at a time, in this process; more are refused at once. Default: the settings, or
     * else 1024.
     */
    int maxWaiting() default -1;
}
