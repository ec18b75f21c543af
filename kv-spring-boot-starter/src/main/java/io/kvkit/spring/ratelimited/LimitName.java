package io.kvkit.spring.ratelimited;

import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import org.jspecify.annotations.Nullable;

/** The properties of one limit that changed while the application runs. Safe for use by several threads. */
final class LimitName {

    private volatile @Nullable Limit changed;

    /** Returns the properties of the limit; null if they are those of the start. */
    @Nullable
    Limit changed() {
        return changed;
    }

    void change(@Nullable Limit properties) {
        changed = properties;
    }

    /** Returns whether calls are counted, if they are by the configuration. */
    boolean isEnabled() {
        Limit now = changed;
        return now == null || !Boolean.FALSE.equals(now.enabled());
    }
}
