package io.kvkit.spring;

import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.HotKey;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import java.util.List;
import java.util.Map;

/**
 * Changes limits while the application runs. Applications inject it; kvkit provides the bean.
 *
 * <p>A change takes effect on this node only, for all annotations, routes and clients with the name, from their next call
 * on. A call sees either all of the old settings or all of the new ones. Changes end with the application. Instances are
 * safe for use by several threads.
 *
 * <p>The permits that a key has used still count if the algorithm and the window stay the same. So after a raise from 10 to
 * 100 permits, a key that has used 10 has 90 left, and its next call passes. After a cut from 100 to 10, a key that has
 * used 100 has none left, and owes none: a token bucket gives it the next permit as soon as to a key that has used 10. In
 * windows, it waits until enough of its calls have left the window. With another algorithm or window, all permits of all
 * keys are unused. Of a limit of concurrent calls, {@code limit}, {@code lease}, {@code on-store-failure} and {@code enabled}
 * can be changed: after a cut, calls go on, and no call begins before enough have ended.
 *
 * <pre>{@code
 * limits.change("quotes", Map.of("limit", "100"));
 * limits.change("reports", Map.of(
 *     "bands[0].limit", "20", "bands[0].window", "1m",
 *     "bands[1].limit", "500", "bands[1].calendar", "day"));
 * limits.reset("quotes");
 * }</pre>
 *
 * @since 0.1
 */
public interface KvRateLimits {

    /**
     * Returns the settings of a limit of a rate as they are now.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    RateLimitSettings settings(String name);

    /**
     * Returns the settings of a limit of concurrent calls as they are now.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name and this algorithm
     */
    ConcurrencySettings concurrencySettings(String name);

    /**
     * Returns whether the calls of a limit are counted.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    boolean isEnabled(String name);

    /**
     * Changes properties of a limit, on top of earlier changes. They override its annotations, as those of the
     * configuration do, and are checked by the same rules. {@code bands} replace all bands and the {@code limit}; a {@code
     * limit}, {@code window}, {@code calendar} or {@code burst} replaces all bands. If a property is refused, nothing
     * changes.
     *
     * @param properties the values by property, as under {@code kv.rate-limit.limits.<name>}: {@code limit} and {@code 100}
     * @throws IllegalArgumentException if neither an annotation nor a property has the name, or if the limit has no
     *     annotation and the settings are incomplete or contradict each other
     * @throws KvPropertyException if a property is unknown or has an invalid value
     * @throws KvConfigurationException if the settings are incomplete or contradict each other or the annotation
     */
    void change(String name, Map<String, String> properties);

    /**
     * Undoes all changes of a limit.
     *
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     */
    void reset(String name);

    /**
     * Lets the next call with each plan ask the {@link RateLimitPlanProvider} again, such as after the plan of an account
     * has changed. Answers to questions that were asked before no longer count. If the provider fails, the last known
     * answer applies.
     */
    void forgetPlans();

    /**
     * Returns the keys of a limit with the most calls on this node, the busiest first: those of annotations, routes and
     * clients. The numbers are halved once a minute. The {@linkplain HotKey#id() ids} are those that the store has: with
     * {@code kv.rate-limit.hash-keys}, they are hashes.
     *
     * @param atMost how many keys at most, 0 or more
     * @throws IllegalArgumentException if neither an annotation nor a property has the name
     * @throws IllegalStateException if {@code kv.rate-limit.hot-keys.enabled} is not set
     */
    List<HotKey> hotKeys(String name, int atMost);
}
