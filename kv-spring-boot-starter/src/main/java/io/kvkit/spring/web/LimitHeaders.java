package io.kvkit.spring.web;

import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a request as the structured fields of draft-ietf-httpapi-ratelimit-headers-11.
 *
 * <p>In a refusal no {@code t} exceeds {@code Retry-After}, which is the decisive time.
 */
public final class LimitHeaders {

    /** The header with the policies. */
    public static final String POLICY = "RateLimit-Policy";

    /** The header with what is left. */
    public static final String LIMIT = "RateLimit";

    /** The request attribute with a decision that was made before the request reached its handler. */
    public static final String EARLIER = LimitHeaders.class.getName() + ".earlier";

    private static final Set<String> OWN =
            Set.of(POLICY, LIMIT, LegacyLimit.LIMIT, LegacyLimit.REMAINING, LegacyLimit.RESET);

    // The largest integer of a structured field.
    private static final long LARGEST = 999_999_999_999_999L;

    private final Map<String, String> policies = new LinkedHashMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final LegacyLimit legacy = new LegacyLimit();
    private @Nullable Duration retryAfter;

    /** Returns whether a header reports limits. */
    public static boolean owns(String name) {
        return OWN.contains(name);
    }

    /** Adds a decision; a later one replaces an earlier one with the same policy. */
    public synchronized void add(RateLimitResult result) {
        Duration wait = result.allowed() ? null : result.retryAfter();
        legacy.add(result);
        for (Policy policy : result.policies()) {
            Band band = policy.band();
            policies.put(policy.name(), quoted(policy.name()) + (band == null ? running(policy) : quota(band)));
            Duration window = band == null ? null : window(policy, wait);
            String left = quoted(policy.name()) + ";r=" + policy.remaining();
            limits.put(policy.name(), window == null ? left : left + ";t=" + Seconds.ceil(window));
        }
        if (wait != null && (retryAfter == null || wait.compareTo(retryAfter) > 0)) {
            retryAfter = wait;
        }
    }

    /** Returns the headers by name; empty if there are no limits. */
    public synchronized Map<String, String> values(LimitHeaderRules rules) {
        Map<String, String> values = new LinkedHashMap<>();
        if (rules.standard() && !policies.isEmpty()) {
            values.put(POLICY, policies());
            values.put(LIMIT, limits());
        }
        if (rules.legacy()) {
            values.putAll(legacy.values());
        }
        return values;
    }

    /** Returns the policies, such as {@code "search";q=5;w=10}; empty if there are none. */
    public synchronized String policies() {
        return String.join(", ", policies.values());
    }

    /** Returns the limits, such as {@code "search";r=0;t=7}; empty if there are none. */
    public synchronized String limits() {
        return String.join(", ", limits.values());
    }

    /** Returns the time after which a refused request may pass; null if nothing refused it or waiting does not help. */
    public synchronized @Nullable Duration retryAfter() {
        return retryAfter;
    }

    private static String running(Policy policy) {
        return ";q=" + policy.capacity() + ";qu=\"concurrent-requests\"";
    }

    private static String quota(Band band) {
        long seconds = Seconds.ceil(band.window());
        return ";q=" + quota(band, seconds) + ";w=" + seconds;
    }

    // The capacity of a bucket is not the quota of its window. The header has whole seconds only.
    private static long quota(Band band, long seconds) {
        if (band.window().equals(Duration.ofSeconds(seconds))) {
            return band.limit();
        }
        double windows = seconds * 1e9 / band.window().toNanos();
        return Math.min(LARGEST, (long) (band.limit() * windows + 1e-6));
    }

    private static @Nullable Duration window(Policy policy, @Nullable Duration wait) {
        Duration window = EffectiveWindow.of(policy);
        if (wait == null || window.compareTo(wait) <= 0) {
            return window;
        }
        return policy.violated() ? wait : null;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().filter(c -> c >= 0x20 && c < 0x7f).forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append((char) c);
        });
        return quoted.append('"').toString();
    }
}
