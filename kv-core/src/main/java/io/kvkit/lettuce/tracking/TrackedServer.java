package io.kvkit.lettuce.tracking;

import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A server that holds keys, as the store sees it now. Two objects are equal if the connection that was opened for one
 * also serves the other. The text form is the name of the server in the log.
 *
 * @since 0.1
 */
public interface TrackedServer {

    /** Opens a connection. Returns null while the store itself has no connection to the server. */
    @Nullable
    CompletionStage<StatefulRedisConnection<String, byte[]>> connect();

    /**
     * Returns a key of a namespace that this server serves as a node of a cluster. A question about it shows whether the
     * server still does.
     *
     * @return the key; null if the server is not a node of a cluster, or if no such key is known
     */
    default @Nullable Key ownKey(Namespace namespace) {
        return null;
    }
}
