package io.kvkit.tck;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/** Conversations with Redis servers and Sentinels, each on a connection of its own. */
final class Nodes {

    // What stands still must not be asked; what answers may be slow.
    private static final String TIMEOUT = "20s";

    private Nodes() {}

    /** Asks or tells a node something. */
    static <T> T ask(String host, int port, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create("redis://" + host + ":" + port + "?timeout=" + TIMEOUT);
        try (var connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
