package io.kvkit.lettuce.tracking;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open connection on which a server pushes the keys that change. It asks the server to track namespaces as they get
 * listeners, and regularly whether it still serves its keys. A push that was sent before an answer is read before it, so
 * each good answer shows that no change made before the question is unheard of.
 *
 * <p>One command is under way at a time, so the bound on commands in flight may be as low as 1.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class TrackedConnection {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Receives what happens on a connection. */
    interface Owner {

        /** Returns the starts of the namespaces that are to be tracked. */
        Set<String> wanted();

        /**
         * Called after a good answer.
         *
         * @param tracked the namespaces that the server tracks
         * @param news those of which changes may have been missed before
         * @param until all changes up to this moment have been heard of
         */
        void heard(TrackedConnection connection, Set<String> tracked, Set<String> news, Heard until);

        /** Called if the server does not serve its keys at the moment. */
        void doubted(TrackedConnection connection);

        /** Called if the connection cannot be used any more. */
        void lost(TrackedConnection connection);

        /** Called if the server does not track keys for this user. */
        void refused(TrackedConnection connection, String reason);
    }

    private final StatefulRedisConnection<String, byte[]> connection;
    private final Probe probe;
    private final Owner owner;
    private final Set<String> tracked = new HashSet<>();
    private final Set<String> untold = new HashSet<>();
    private @Nullable String role;
    private boolean probeDue;
    private boolean waiting;
    private boolean doubtful;
    private long askedNanos;

    TrackedConnection(StatefulRedisConnection<String, byte[]> connection, Probe probe, Owner owner) {
        this.connection = connection;
        this.probe = probe;
        this.owner = owner;
    }

    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    void start(PushListener pushes) {
        connection.addListener(pushes);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                owner.lost(TrackedConnection.this);
            }
        });
        if (connection.isOpen()) {
            go();
        } else {
            owner.lost(this);
        }
    }

    /** Asks whether the server still serves its keys; returns false if an answer has been pending for too long. */
    boolean beat() {
        synchronized (this) {
            if (waiting) {
                return System.nanoTime() - askedNanos < PATIENCE_NANOS;
            }
            probeDue = true;
        }
        go();
        return true;
    }

    /** Sends what is due, unless an answer is pending. */
    void go() {
        Runnable next = next();
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        if (waiting) {
            return null;
        }
        Set<String> missing = new HashSet<>(owner.wanted());
        missing.removeAll(tracked);
        String greeted = role;
        Runnable next = greeted == null ? this::greet : missing.isEmpty() ? due(greeted) : () -> track(missing);
        if (next != null) {
            waiting = true;
            askedNanos = System.nanoTime();
        }
        return next;
    }

    private @Nullable Runnable due(String greeted) {
        boolean due = probeDue;
        probeDue = false;
        return due ? () -> probe(greeted) : null;
    }

    private void greet() {
        ask(Hello.ask(connection), hello -> {
            if (!hello.canPush()) {
                owner.refused(this, Refusals.NO_RESP3);
                return;
            }
            synchronized (this) {
                role = hello.role();
            }
            go();
        });
    }

    // Prefixes add up on a connection. One that the server has already would be an error.
    private void track(Set<String> missing) {
        TrackingArgs arguments = TrackingArgs.Builder.enabled().bcast().prefixes(missing.toArray(String[]::new));
        ask(connection.async().clientTracking(arguments), ok -> {
            synchronized (this) {
                tracked.addAll(missing);
                untold.addAll(missing);
                probeDue = true;
            }
            go();
        });
    }

    private void probe(String greeted) {
        Heard until = new Heard(askedNanos); // the answer may come after the next question
        ask(probe.ask(connection, greeted), outcome -> {
            switch (outcome) {
                case SERVES -> serves(until);
                case DOUBTFUL -> {
                    synchronized (this) {
                        doubtful = true;
                    }
                    owner.doubted(this);
                }
                case LEFT -> owner.lost(this);
            }
        });
    }

    private void serves(Heard until) {
        Set<String> all;
        Set<String> news;
        synchronized (this) {
            all = Set.copyOf(tracked);
            news = doubtful ? all : Set.copyOf(untold);
            doubtful = false;
            untold.clear();
        }
        owner.heard(this, all, news, until);
        go();
    }

    private <T> void ask(CompletionStage<T> answer, Consumer<T> reading) {
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                answered();
                reading.accept(value);
                return;
            }
            String reason = Refusals.reason(failure);
            if (reason == null) {
                owner.lost(this);
            } else {
                owner.refused(this, reason);
            }
        });
    }

    private synchronized void answered() {
        waiting = false;
    }
}
