package io.kvkit.lettuce;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** Opens a connection to a server. */
@FunctionalInterface
interface Connector {

    CompletionStage<StatefulRedisConnection<String, byte[]>> connect();
}
