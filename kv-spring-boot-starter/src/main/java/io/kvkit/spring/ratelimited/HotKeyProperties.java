package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.HotKeys;
import io.kvkit.spring.operation.attribute.ValueRules;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process counts the keys with the most calls.
 *
 * @param enabled whether this process counts which keys of each limit have the most calls, for KvRateLimits.hotKeys
 * @param maxEntries how many keys of each limit it counts. With more keys, the numbers of the less busy ones are estimates
 */
public record HotKeyProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("256") int maxEntries) {

    /** Returns a new counter; null if nothing is counted. */
    @Nullable
    HotKeys counter() {
        return enabled ? new HotKeys(maxEntries) : null;
    }

    void check() {
        ValueRules.range("kv.rate-limit.hot-keys.max-entries", maxEntries, 1, HotKeys.MOST);
    }
}
