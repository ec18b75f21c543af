package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.DenyCacheSettings;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process remembers that the store refused a call.
 *
 * @param enabled whether this process refuses a call by itself that the store refused a moment ago
 * @param maxEntries for how many keys this process remembers refusals, rounded down to a power of two
 * @param maxTime for how long it remembers a refusal at most. Permits that another process gives back are found after that time
 */
public record DenyCache(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("16384") int maxEntries,
        @DefaultValue("1s") Duration maxTime) {

    /** The settings of the recipe; null if refusals are not remembered. */
    public @Nullable DenyCacheSettings settings() {
        return enabled ? new DenyCacheSettings(maxEntries, maxTime) : null;
    }

    void check() {
        ValueRules.range("kv.rate-limit.deny-cache.max-entries", maxEntries, 1, DenyCacheSettings.MAX_ENTRIES);
        ValueRules.positive("kv.rate-limit.deny-cache.max-time", maxTime);
    }
}
