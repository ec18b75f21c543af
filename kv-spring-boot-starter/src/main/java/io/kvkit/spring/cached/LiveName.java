package io.kvkit.spring.cached;

import io.kvkit.spring.cached.CacheProperties.Cache;
import org.jspecify.annotations.Nullable;

/** The properties of one name that changed while the application runs. Safe for use by several threads. */
final class LiveName {

    private volatile @Nullable Cache changed;

    /** Returns the properties of the name; null if they are those of the start. */
    @Nullable
    Cache changed() {
        return changed;
    }

    void change(@Nullable Cache properties) {
        changed = properties;
    }

    /** Returns whether methods use the cache, if they do so by the configuration. */
    boolean isEnabled() {
        Cache now = changed;
        return now == null || !Boolean.FALSE.equals(now.enabled());
    }

    /** Returns whether a property has set the ttl since the start. */
    boolean hasTtl() {
        Cache now = changed;
        return now != null && now.ttl() != null;
    }
}
