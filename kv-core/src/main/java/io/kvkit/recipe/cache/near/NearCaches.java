package io.kvkit.recipe.cache.near;

import io.kvkit.event.KvListeners;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The near caches of an application, one for each namespace, and the signals of its store. Instances are safe for use by
 * several threads.
 *
 * @since 0.1
 */
public final class NearCaches implements AutoCloseable {

    private final Map<String, NearCache> caches = new ConcurrentHashMap<>();
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    private final KvStore store;
    private final KvListeners listeners;
    private final LongSupplier nanos;
    private final boolean byDefault;
    private volatile boolean closed;

    /**
     * Creates near caches in front of a store.
     *
     * @param listeners receive the hits
     * @param nanos the clock by which results expire if the store is not in this JVM, in nanoseconds
     */
    public NearCaches(KvStore store, KvListeners listeners, LongSupplier nanos) {
        this.store = store;
        this.listeners = listeners;
        this.nanos = nanos;
        this.byDefault = NearParts.isImmediate(store) && store.signals().isPresent();
    }

    /**
     * Returns the near cache of a namespace; null if it has none. If its size or its maximum staleness has changed, it is
     * a new one.
     */
    public @Nullable NearCache of(Namespace namespace, NearSettings settings) {
        boolean on = switch (settings.mode()) {
            case DEFAULT -> byDefault;
            case ON -> true;
            case OFF -> false;
        };
        if (!on || closed) {
            return null;
        }
        NearCache known = caches.get(namespace.start());
        return known == null || !known.fits(settings) ? open(namespace, settings) : known;
    }

    private synchronized @Nullable NearCache open(Namespace namespace, NearSettings settings) {
        if (closed) {
            return null;
        }
        NearCache known = caches.get(namespace.start());
        if (known != null && known.fits(settings)) {
            return known;
        }
        forget(namespace);
        Feed feed = feed(namespace);
        NearParts parts = NearParts.of(store, nanos, feed, settings);
        NearCache opened = new NearCache(parts, NearHits.of(listeners, namespace), settings);
        if (feed != null) {
            feed.listen(opened);
        }
        caches.put(namespace.start(), opened);
        return opened;
    }

    /** Returns the signals of a namespace; null if the store has none, or if this is closed. */
    public @Nullable Feed feed(Namespace namespace) {
        Feed known = feeds.get(namespace.start());
        return known == null ? listen(namespace) : known;
    }

    /** Returns the signals of a namespace if they are listened to and arrive; null if not. */
    public @Nullable Feed live(Namespace namespace) {
        Feed known = feeds.get(namespace.start());
        return known != null && known.isLive() ? known : null;
    }

    private synchronized @Nullable Feed listen(Namespace namespace) {
        Feed known = feeds.get(namespace.start());
        if (closed || known != null) {
            return known;
        }
        Feed feed = store.signals().map(signals -> new Feed(signals, namespace)).orElse(null);
        if (feed != null) {
            feeds.put(namespace.start(), feed);
        }
        return feed;
    }

    /** Drops the result of a key, and prevents reads that have begun from keeping theirs. */
    public void drop(Key key) {
        NearCache known = caches.get(key.namespace().start());
        if (known != null) {
            known.changed(key);
        }
    }

    /** Drops all results of a namespace, and prevents reads that have begun from keeping theirs. */
    public void dropAll(Namespace namespace) {
        NearCache known = caches.get(namespace.start());
        if (known != null) {
            known.anythingChanged();
        }
    }

    /** Drops all results of a namespace, such as before its calls use another near cache or none. */
    public synchronized void forget(Namespace namespace) {
        NearCache known = caches.remove(namespace.start());
        if (known != null) {
            known.retire();
            Feed feed = feeds.get(namespace.start());
            if (feed != null) {
                feed.ignore(known);
            }
        }
    }

    /** Drops all results and ends the subscriptions. Nothing is kept afterwards. */
    @Override
    public synchronized void close() {
        closed = true;
        feeds.values().forEach(Feed::close);
        feeds.clear();
        caches.values().forEach(NearCache::anythingChanged);
        caches.clear();
    }
}
