package io.kvkit.recipe.cache.near;

import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one namespace: one subscription for everything in this process that needs them. Instances are safe for
 * use by several threads.
 *
 * @since 0.1
 */
public final class Feed implements Signals.Listener {

    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Signals.Listener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<Key, List<Runnable>> waiting = new ConcurrentHashMap<>();
    private final Stripes changes = new Stripes();
    private final Subscription subscription;

    Feed(Signals signals, Namespace namespace) {
        this.subscription = signals.listen(namespace, this);
    }

    /** Returns whether signals arrive. */
    public boolean isLive() {
        return subscription.silenceNanos() <= ALERT_NANOS;
    }

    /** Returns how often a key has changed since some time, and others with it. */
    public int changes(Key key) {
        return changes.version(key) + changes.epoch();
    }

    /** See {@link Subscription#silenceNanos()}. */
    public long silenceNanos() {
        return subscription.silenceNanos();
    }

    /** Registers a listener for all keys. */
    void listen(Signals.Listener listener) {
        listeners.add(listener);
    }

    /** Ends a registration. */
    void ignore(Signals.Listener listener) {
        listeners.remove(listener);
    }

    /**
     * Runs an action after each change of a key, on a thread that must not block.
     *
     * @return ends this
     */
    public Runnable onChange(Key key, Runnable action) {
        waiting.merge(key, List.of(action), Feed::both);
        return () -> waiting.computeIfPresent(key, (same, all) -> without(action, all));
    }

    private static List<Runnable> both(List<Runnable> some, List<Runnable> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static @Nullable List<Runnable> without(Runnable action, List<Runnable> all) {
        List<Runnable> rest = all.stream().filter(other -> other != action).toList();
        return rest.isEmpty() ? null : rest;
    }

    @Override
    public void changed(Key key) {
        changes.bump(key);
        for (Signals.Listener listener : listeners) {
            listener.changed(key);
        }
        waiting.getOrDefault(key, List.of()).forEach(Runnable::run);
    }

    @Override
    public void anythingChanged() {
        changes.bumpAll();
        changes.bumpAll(); // more than the one change that may be known already
        for (Signals.Listener listener : listeners) {
            listener.anythingChanged();
        }
        waiting.values().forEach(all -> all.forEach(Runnable::run));
    }

    void close() {
        subscription.close();
    }
}
