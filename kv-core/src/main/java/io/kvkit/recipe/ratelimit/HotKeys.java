package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Counts which keys of each limit have the most calls in this JVM, in bounded memory.
 *
 * <p>The numbers are exact while a limit has no more keys than are counted. Above that, a new key takes the place of one
 * with the fewest calls, and inherits their number as its {@linkplain HotKey#error() error}. So every key with more than
 * its share of the calls, that is, one call in {@code most}, is found. All numbers are halved once a minute, so the keys
 * that are hot now come first. Calls are counted when they are decided, by the store or without it. Instances are safe for
 * use by several threads.
 *
 * <pre>{@code
 * HotKeys hotKeys = new HotKeys(256);
 * RateLimiterSettings settings = RateLimiterSettings.DEFAULT.withHotKeys(hotKeys);
 * // ... build a client with these settings, and use it
 * hotKeys.of("mail", 10).forEach(hot -> warn(hot.id(), hot.calls()));
 * }</pre>
 *
 * @since 0.1
 */
public final class HotKeys {

    /** The largest number of keys of a limit that can be counted. */
    public static final int MOST = 1 << 16;

    // Names that a program makes up must not fill the memory.
    private static final int MOST_LIMITS = 1_000;

    private final int most;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, KeyCounts> limits = new ConcurrentHashMap<>();

    /**
     * Creates a counter.
     *
     * @param most how many keys of each limit are counted, from 1 to {@value #MOST}
     */
    public HotKeys(int most) {
        this(most, System::nanoTime);
    }

    HotKeys(int most, LongSupplier nanoTime) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("The number of keys must be from 1 to " + MOST + ", but is " + most);
        }
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the keys of a limit with the most calls, the busiest first.
     *
     * @param limit the name of the limit
     * @param atMost how many keys at most, 0 or more
     */
    public List<HotKey> of(String limit, int atMost) {
        KeyCounts counts = limits.get(limit);
        return counts == null ? List.of() : counts.first(atMost, nanoTime.getAsLong());
    }

    void count(String limit, Key key, boolean refused) {
        KeyCounts counts = limits.get(limit);
        if (counts == null) {
            counts = limits.size() < MOST_LIMITS ? limits.computeIfAbsent(limit, this::counts) : null;
        }
        if (counts != null) {
            counts.count(key, refused, nanoTime.getAsLong());
        }
    }

    private KeyCounts counts(String limit) {
        return new KeyCounts(most, nanoTime.getAsLong());
    }
}
