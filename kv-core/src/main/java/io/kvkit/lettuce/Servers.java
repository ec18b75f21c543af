package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.StorePart;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The servers of a store: which of them a key is on, and the way to each. */
sealed interface Servers permits OneServer, ClusterServers {

    static Servers of(LettuceSettings settings) {
        return settings.topology() instanceof RedisTopology.Cluster cluster
                ? new ClusterServers(settings, cluster)
                : new OneServer(settings);
    }

    /** Runs a task now or, at the beginning, once it is known which servers there are or that none answers. */
    void whenKnown(Runnable task);

    /** Whether such a task runs now. */
    boolean isKnown();

    /** The way to the server of a key; null if none is known. */
    @Nullable
    Link of(Key key);

    /** The part of the store that a key is on, as far as that is known. */
    StorePart partOf(Key key);

    /** The ways to all servers that hold keys; null while some slots have none. */
    @Nullable
    List<Link> all();

    /** The ways to all servers that are known to hold keys, whether or not every slot has one. */
    List<Link> known();

    /** What stays the same as long as each key has its place. */
    Object layout();

    /** The way to where a redirect points; null if redirects have no meaning here. */
    @Nullable
    Link follow(Redirect redirect, Link from);

    /** Takes notice of an answer that speaks against what is believed of the servers. */
    void doubt(Link link, Session session, Throwable answer);

    /**
     * The way to who has taken the place of a server that takes no writes, once the servers were looked for again; null
     * if nobody has.
     */
    CompletionStage<@Nullable Link> successor(Link former, Key key);

    /** A server does not work: finds out soon whether another one has taken its place. */
    void lookAgain();

    /** Why no server is known, as far as that is known. */
    @Nullable
    Throwable failure();

    Connections connections();

    /** Waits for the first attempt to connect and tells whether it went well. */
    boolean awaitConnection(Duration atMost);

    Timer timer();

    /** Runs what would hold up the timer. */
    Executor background();

    boolean isClosed();

    void close();
}
