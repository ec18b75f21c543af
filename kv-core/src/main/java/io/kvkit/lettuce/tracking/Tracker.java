package io.kvkit.lettuce.tracking;

import io.kvkit.call.Backoff;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a tracked connection to one server, and opens another one when it is lost. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Tracker implements TrackedConnection.Owner {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final long REFUSED_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int SUSPICIOUS = 3;

    /** Receives the progress of a tracker. */
    interface Listener {

        /** Called when the tracker has heard of later changes. */
        void heard();

        /** Called when the set of tracked namespaces has changed. */
        void armed();
    }

    private final TrackedServer server;
    private final TrackedServers servers;
    private final Audiences audiences;
    private final Refusals refusals;
    private final Listener listener;
    private @Nullable TrackedConnection connection;
    private long openedNanos;
    private int inVain;
    private volatile Set<String> armed = Set.of();
    private volatile @Nullable Heard heard;
    private volatile boolean closed;

    Tracker(TrackedServer server, TrackedServers servers, Audiences audiences, Refusals refusals, Listener listener) {
        this.server = server;
        this.servers = servers;
        this.audiences = audiences;
        this.refusals = refusals;
        this.listener = listener;
    }

    /** Returns the moment up to which all changes have been heard of; null if the server was never tracked. */
    @Nullable
    Heard heard() {
        return heard;
    }

    /** Returns whether the server reports the changes of a namespace, or did so until the connection was lost. */
    boolean isArmed(String start) {
        return armed.contains(start);
    }

    /** Starts to connect. */
    void attempt() {
        if (closed) {
            return;
        }
        try {
            await(server.connect());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void await(@Nullable CompletionStage<StatefulRedisConnection<String, byte[]>> opening) {
        if (opening == null) {
            again();
            return;
        }
        opening.whenComplete((opened, failure) -> {
            if (failure == null) {
                opened(opened);
            } else {
                failed(failure);
            }
        });
    }

    /** Asks the server to track further namespaces. */
    void arm() {
        TrackedConnection present = connection();
        if (present != null) {
            present.go();
        }
    }

    void beat() {
        TrackedConnection present = connection();
        if (present != null && !present.beat()) {
            lost(present);
        }
    }

    void close() {
        closed = true;
        TrackedConnection present = connection();
        if (present != null) {
            drop(present);
        }
    }

    @Override
    public Set<String> wanted() {
        return audiences.starts();
    }

    // Listeners forget what they know before anybody relies on hearing of everything.
    @Override
    public void heard(TrackedConnection from, Set<String> tracked, Set<String> news, Heard until) {
        if (connection() != from) {
            return;
        }
        audiences.anythingChanged(news);
        heard = until;
        boolean others = !tracked.equals(armed);
        if (others) {
            armed = tracked;
            refusals.granted(server);
        }
        listener.heard();
        if (others) {
            listener.armed();
        }
    }

    @Override
    public void doubted(TrackedConnection from) {
        servers.lookAgain();
    }

    @Override
    public void lost(TrackedConnection from) {
        if (drop(from)) {
            again();
        }
    }

    @Override
    public void refused(TrackedConnection from, String reason) {
        if (drop(from) && !closed) {
            refusals.refused(server, reason);
            servers.later(this::attempt, REFUSED_MILLIS);
        }
    }

    private void opened(StatefulRedisConnection<String, byte[]> opened) {
        TrackedConnection next = new TrackedConnection(opened, new Probe(server, audiences), this);
        synchronized (this) {
            connection = next;
            openedNanos = System.nanoTime();
        }
        if (closed) {
            drop(next);
        } else {
            next.start(new Invalidations(audiences));
        }
    }

    private void failed(Throwable failure) {
        if (!closed && again() > SUSPICIOUS) {
            refusals.failed(server, failure);
        }
    }

    /** Attempts to connect after a pause, which grows until a connection has lasted. Returns the number of attempts. */
    private int again() {
        int before;
        synchronized (this) {
            before = inVain++;
        }
        if (!closed) {
            servers.later(this::attempt, BACKOFF.pause(before).toMillis());
        }
        return before;
    }

    private synchronized @Nullable TrackedConnection connection() {
        return connection;
    }

    private boolean drop(TrackedConnection from) {
        synchronized (this) {
            if (connection != from) {
                return false;
            }
            connection = null;
            if (System.nanoTime() - openedNanos >= LASTING_NANOS) {
                inVain = 0;
            }
        }
        servers.end(from.connection());
        return true;
    }
}
