package io.kvkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Sentinel on the loopback interface that watches a primary. */
public final class RedisSentinel implements AutoCloseable {

    private final Path file;
    private final int port;
    private RedisProcess process;

    private RedisSentinel(Path file, int port) {
        this.file = file;
        this.port = port;
        restart();
    }

    /** Starts one that takes a primary for dead after a second. */
    static RedisSentinel watch(String name, RedisServer primary, int quorum) {
        int port = RedisServer.freePort();
        List<String> configuration = List.of(
                "port " + port,
                "bind 127.0.0.1",
                "sentinel monitor " + name + " " + primary.host() + " " + primary.port() + " " + quorum,
                "sentinel down-after-milliseconds " + name + " 1000",
                "sentinel failover-timeout " + name + " 3000");
        try {
            // The program writes into it what it learns.
            Path file = Files.write(RedisProcess.folder().resolve("sentinel-" + port + ".conf"), configuration);
            return new RedisSentinel(file, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Ends the process at once. */
    public void kill() {
        process.kill();
    }

    /** Starts it again with what it knew; it must have been killed before. */
    public void restart() {
        process = RedisProcess.start(RedisBinary.CURRENT, List.of(file.toString(), "--sentinel"), "Sentinel ID is");
    }

    /** Freezes the process: connections stay open and nothing answers. */
    public void pause() {
        process.signal("STOP");
    }

    /** Lets a frozen process go on. */
    public void resume() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }
}
