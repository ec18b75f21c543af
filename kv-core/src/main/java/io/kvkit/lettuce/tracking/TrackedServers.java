package io.kvkit.lettuce.tracking;

import io.lettuce.core.api.StatefulConnection;
import java.util.Collection;

/**
 * The servers of a store that hold keys, and what tracking needs of the store.
 *
 * @since 0.1
 */
public interface TrackedServers {

    /** Returns the servers that the store knows now. */
    Collection<? extends TrackedServer> present();

    /** Called if a server does not serve its keys: soon checks whether another one has replaced it. */
    void lookAgain();

    /** Runs a short task after a delay, unless the store is closed first. */
    void later(Runnable task, long millis);

    /** Ends a connection. */
    void end(StatefulConnection<?, ?> connection);
}
