package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Band;
import io.kvkit.meter.MeterReply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a limited call, with all details that a response may show. Two results with the same facts are
 * equal. Instances are immutable and safe for use by several threads.
 *
 * <pre>{@code
 * RateLimitResult result = client.rateLimit("mail").tryAcquire(user);
 * if (!result.allowed()) {
 *     log.info("again in {}", result.retryAfter());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class RateLimitResult {

    private record Facts(
            boolean allowed,
            long remaining,
            long limit,
            @Nullable Duration retryAfter,
            DecidedBy decidedBy,
            List<Policy> policies) {}

    /**
     * The state of one band in a decision.
     *
     * @param limit the name of the limit
     * @param number the place of the band in its limit, from 1; 0 if the limit has one band only
     * @param band the band; null for a limit of concurrent calls
     * @param capacity how many permits there can be at once
     * @param remaining whole permits left
     * @param reset the time until the band is as good as unused; zero for a limit of concurrent calls
     * @param violated whether this band refused and makes the caller wait longest among the bands of its key
     */
    public record Policy(
            String limit,
            int number,
            @Nullable Band band,
            long capacity,
            long remaining,
            Duration reset,
            boolean violated) {

        /** Creates the state of a band. */
        public Policy(String limit, int number, Band band, long remaining, Duration reset, boolean violated) {
            this(limit, number, band, band.capacity(), remaining, reset, violated);
        }

        /**
         * Returns the name to show: the name of the limit, followed by {@code :1}, {@code :2} and so on if it has
         * several bands. The names of annotated limits contain no colon, so no two of their policies share a name.
         */
        public String name() {
            return name(limit, number);
        }

        static String name(String limit, int number) {
            return number == 0 ? limit : limit + ":" + number;
        }
    }

    // Most callers of an allowed call read nothing else, so the facts are computed when they are read. Threads that
    // compute them at the same time find the same.
    private final @Nullable Charge passed;
    private final @Nullable MeterReply reply;
    private @Nullable Facts facts;

    /**
     * Creates a result.
     *
     * @param allowed whether the call may pass
     * @param remaining whole permits left in the tightest band
     * @param limit the capacity of that band
     * @param retryAfter see {@link #retryAfter()}
     * @param decidedBy what decided
     * @param policies every band of every charge, in order
     */
    public RateLimitResult(
            boolean allowed,
            long remaining,
            long limit,
            @Nullable Duration retryAfter,
            DecidedBy decidedBy,
            List<Policy> policies) {
        this.passed = null;
        this.reply = null;
        this.facts = new Facts(allowed, remaining, limit, retryAfter, decidedBy, List.copyOf(policies));
    }

    private RateLimitResult(Charge passed, MeterReply reply) {
        this.passed = passed;
        this.reply = reply;
    }

    /** Returns the result of a call that passes because the store failed. */
    static RateLimitResult unlimited() {
        return new RateLimitResult(true, 0, 0, Duration.ZERO, DecidedBy.NOBODY, List.of());
    }

    /** Returns the result of a single charge that the store has granted. */
    static RateLimitResult passed(Charge charge, MeterReply reply) {
        return new RateLimitResult(charge, reply);
    }

    /**
     * Returns whether the call may pass; if not, nothing was charged. It may also pass because the limits that refuse it
     * are in shadow mode, see {@link #wouldRefuse}; these charged nothing.
     */
    public boolean allowed() {
        return passed != null || facts().allowed();
    }

    /** Returns the whole permits left in the tightest band. */
    public long remaining() {
        return facts().remaining();
    }

    /** Returns the capacity of the tightest band. */
    public long limit() {
        return facts().limit();
    }

    /**
     * Returns zero if the call is allowed; else the time after which exactly this call passes if there are no other
     * calls; null if it can never pass.
     */
    public @Nullable Duration retryAfter() {
        return facts().retryAfter();
    }

    /** Returns what decided; if nothing did, the remaining permits are unknown. */
    public DecidedBy decidedBy() {
        return facts().decidedBy();
    }

    /** Returns every band of every charge, in order; empty if nothing was counted. */
    public List<Policy> policies() {
        return facts().policies();
    }

    /** Returns whether the call may pass only because the limits that refuse it are in shadow mode. */
    public boolean wouldRefuse() {
        return passed == null && allowed() && policies().stream().anyMatch(Policy::violated);
    }

    /** Returns whether the limit of a charge refused, or would have refused if it were not in shadow mode. */
    boolean isRefusedBy(Charge charge) {
        return isRefusedBy(charge.name());
    }

    /** Returns whether the limit with a name refused, or would have refused if it were not in shadow mode. */
    public boolean isRefusedBy(String limit) {
        for (Policy policy : policies()) {
            if (policy.violated() && policy.limit().equals(limit)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the policies that refused, or would have refused if they were not in shadow mode. */
    public List<Policy> violated() {
        return policies().stream().filter(Policy::violated).toList();
    }

    private Facts facts() {
        Facts known = facts;
        if (known == null) {
            List<Policy> policies = passed == null ? List.of() : new Take(passed, reply, null).policies(false);
            Policy tightest = tightest(policies);
            known = new Facts(
                    true, tightest.remaining(), tightest.capacity(), Duration.ZERO, DecidedBy.STORE, policies);
            facts = known;
        }
        return known;
    }

    /** Returns the first policy with the fewest permits left. */
    static Policy tightest(List<Policy> policies) {
        Policy tightest = policies.get(0);
        for (Policy policy : policies) {
            tightest = policy.remaining() < tightest.remaining() ? policy : tightest;
        }
        return tightest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RateLimitResult result && facts().equals(result.facts());
    }

    @Override
    public int hashCode() {
        return facts().hashCode();
    }

    @Override
    public String toString() {
        return facts().toString().replaceFirst("^Facts", "RateLimitResult");
    }
}
