package io.kvkit.lettuce.tracking;

import io.kvkit.lettuce.tracking.Audience.Ear;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The signals of a store on Redis: each server pushes the keys that change under the listeners' namespaces ({@code CLIENT
 * TRACKING} in broadcasting mode), over a connection of its own that is open only while somebody listens.
 *
 * <p>A push that a lost connection did not bring is lost. So after each new connection, and when the servers change,
 * listeners are told that anything may have changed, before their silence ends. Instances are safe for use by several
 * threads.
 *
 * @since 0.1
 */
public final class Tracking implements Signals, AutoCloseable {

    private final TrackedServers servers;
    private final long heartbeatMillis;
    private final Refusals refusals = new Refusals();
    private volatile @Nullable Trackers open;
    private boolean closed;

    /**
     * Creates signals without connections.
     *
     * @param heartbeat how often a server is asked whether a push was missed; at least 1 ms
     */
    public Tracking(TrackedServers servers, Duration heartbeat) {
        this.servers = servers;
        this.heartbeatMillis = heartbeat.toMillis();
    }

    @Override
    public Subscription listen(Namespace namespace, Listener listener) {
        Trackers known;
        Trackers now;
        Ear ear;
        synchronized (this) {
            if (closed) {
                return Subscription.DEAF;
            }
            known = open;
            now = known == null ? new Trackers(servers, refusals, heartbeatMillis) : known;
            ear = now.add(namespace, listener, leaving -> left(now, leaving));
            open = now;
        }
        if (known == null) {
            now.start();
        }
        now.grown();
        return ear;
    }

    /** Called when the store knows other servers: follows it to them before it uses them. */
    public void follow() {
        Trackers now = open;
        if (now != null) {
            now.follow();
        }
    }

    /** Called when keys have other servers. */
    public void anythingChanged() {
        Trackers now = open;
        if (now != null) {
            now.anythingChanged();
        }
    }

    /** Tells the listeners for the last time that anything may have changed. */
    @Override
    public void close() {
        Trackers last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
        }
        if (last != null) {
            last.close();
            last.anythingChanged();
        }
    }

    private void left(Trackers from, Ear ear) {
        synchronized (this) {
            if (!from.remove(ear) || open != from) {
                return;
            }
            open = null;
        }
        from.close();
    }
}
