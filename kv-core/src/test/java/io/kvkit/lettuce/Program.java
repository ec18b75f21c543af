package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;

/** Another program that changes keys, as {@code redis-cli} does. */
final class Program implements AutoCloseable {

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    Program(RedisServer server) {
        this.client = RedisClient.create(server.uri());
        this.connection = client.connect();
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    void set(Key key, String value) {
        redis().set(key.text(), value);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
