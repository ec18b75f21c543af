package io.kvkit.spring.crash;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clock of a server, which all leases follow. */
final class Clock implements AutoCloseable {

    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    Clock(String uri) {
        this.client = RedisClient.create(uri);
        this.commands = client.connect().sync();
    }

    long millis() {
        List<String> time = commands.time();
        return Long.parseLong(time.get(0)) * 1_000 + TimeUnit.MICROSECONDS.toMillis(Long.parseLong(time.get(1)));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
