package io.kvkit.spring.cached;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one cache, or about all of them; null where it says nothing.
 *
 * @param enabled whether results are kept at all
 * @param ttl how long a result is kept
 * @param nullTtl how long null and empty results are kept; zero for never
 * @param lease after what time another caller may load what a dead one was loading
 * @param maxWait how long a caller waits for another one's load before it loads by itself
 */
public record CacheSettings(
        @Nullable Boolean enabled,
        @Nullable Duration ttl,
        @Nullable Duration nullTtl,
        @Nullable Duration lease,
        @Nullable Duration maxWait) {

    /** Settings that say nothing. */
    public static final CacheSettings NONE = new CacheSettings(null, null, null, null, null);
}
