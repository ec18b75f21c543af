package io.kvkit.lettuce.tracking;

import io.kvkit.store.Namespace;
import io.kvkit.store.Signals.Listener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners and the trackers of all servers, from the first subscription to the end of the last. */
final class Trackers implements Tracker.Listener {

    private final TrackedServers servers;
    private final Refusals refusals;
    private final long heartbeatMillis;
    private final Audiences audiences = new Audiences();
    private final Map<TrackedServer, Tracker> byServer = new HashMap<>();
    private volatile List<Tracker> all = List.of();
    private volatile @Nullable Heard heard;
    private volatile boolean closed;

    Trackers(TrackedServers servers, Refusals refusals, long heartbeatMillis) {
        this.servers = servers;
        this.refusals = refusals;
        this.heartbeatMillis = heartbeatMillis;
    }

    void start() {
        follow();
        beatLater();
    }

    Audience.Ear add(Namespace namespace, Listener listener, Consumer<Audience.Ear> closing) {
        return audiences.add(namespace, listener, this::silenceNanos, closing);
    }

    /** Removes a listener; returns whether it was the last one. */
    boolean remove(Audience.Ear ear) {
        audiences.remove(ear);
        return audiences.isEmpty();
    }

    /** Called after a listener was added: servers may have to track its namespace. */
    void grown() {
        armed();
        all.forEach(Tracker::arm);
    }

    /** Follows the store to the servers that it knows now. */
    void follow() {
        List<Tracker> added = new ArrayList<>();
        List<Tracker> left = new ArrayList<>();
        boolean other = compare(added, left);
        left.forEach(Tracker::close);
        added.forEach(Tracker::attempt);
        if (other) {
            audiences.anythingChanged();
        }
    }

    void anythingChanged() {
        audiences.anythingChanged();
    }

    void close() {
        closed = true;
        List<Tracker> left = new ArrayList<>();
        compare(new ArrayList<>(), left);
        left.forEach(Tracker::close);
    }

    @Override
    public synchronized void heard() {
        Heard earliest = null;
        for (Tracker tracker : all) {
            Heard one = tracker.heard();
            if (one == null) {
                earliest = null;
                break;
            }
            earliest = earliest == null ? one : Heard.earlier(earliest, one);
        }
        heard = earliest;
    }

    @Override
    public synchronized void armed() {
        List<Tracker> asked = all;
        audiences.arm(start -> !asked.isEmpty() && asked.stream().allMatch(tracker -> tracker.isArmed(start)));
    }

    private long silenceNanos(Audience audience) {
        Heard since = heard;
        return since == null || !audience.isArmed() ? Long.MAX_VALUE : since.nanosAgo();
    }

    private synchronized boolean compare(Collection<Tracker> added, Collection<Tracker> left) {
        Set<TrackedServer> present = closed ? Set.of() : new HashSet<>(servers.present());
        if (present.equals(byServer.keySet())) {
            return false;
        }
        present.forEach(server -> byServer.computeIfAbsent(server, one -> tracker(one, added)));
        byServer.entrySet().removeIf(entry -> !present.contains(entry.getKey()) && left.add(entry.getValue()));
        all = List.copyOf(byServer.values());
        heard();
        armed();
        return true;
    }

    private Tracker tracker(TrackedServer server, Collection<Tracker> added) {
        Tracker tracker = new Tracker(server, servers, audiences, refusals, this);
        added.add(tracker);
        return tracker;
    }

    private void beatLater() {
        servers.later(this::beat, heartbeatMillis);
    }

    private void beat() {
        if (closed) {
            return;
        }
        follow();
        all.forEach(Tracker::beat);
        beatLater();
    }
}
