package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.Signals;
import io.kvkit.store.StorePart;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The servers of a store: the server of each key, and the links to them. */
sealed interface Servers permits OneServer, ClusterServers {

    static Servers of(LettuceSettings settings) {
        return settings.topology() instanceof RedisTopology.Cluster cluster
                ? new ClusterServers(settings, cluster)
                : new OneServer(settings);
    }

    /** Runs a task now or, before the first attempt has ended, once the servers are known or none has answered. */
    void whenKnown(Runnable task);

    /** Returns whether such a task runs immediately. */
    boolean isKnown();

    /** Returns the link to the server of a key; null if none is known. */
    @Nullable
    Link of(Key key);

    /** Returns the part of the store that holds a key, if known. */
    StorePart partOf(Key key);

    /** Returns the links to all servers that hold keys; null while some slots have none. */
    @Nullable
    List<Link> all();

    /** Returns the links to all servers that are known to hold keys, even if some slots have none. */
    List<Link> known();

    /** Returns an object that stays equal as long as no key changes its server. */
    Object layout();

    /** Returns the link to the target of a redirect; null if there are no redirects here. */
    @Nullable
    Link follow(Redirect redirect, Link from);

    /** Called for an answer that contradicts the known state of the servers. */
    void doubt(Link link, Session session, Throwable answer);

    /**
     * Looks up the servers again and returns the link to the successor of a server that accepts no writes; null if
     * there is none.
     */
    CompletionStage<@Nullable Link> successor(Link former, Key key);

    /** Called if a server does not work: soon checks whether another one has replaced it. */
    void lookAgain();

    /** Returns why no server is known; null if unknown. */
    @Nullable
    Throwable failure();

    /** Returns the signals about changed keys. */
    Signals signals();

    Connections connections();

    /** Waits for the first attempt to connect and returns whether it succeeded. */
    boolean awaitConnection(Duration atMost);

    Timer timer();

    /** Returns an executor for work that would block the timer. */
    Executor background();

    boolean isClosed();

    void close();
}
