package io.kvkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real Sentinel on the loopback interface that watches a primary. */
public final class RedisSentinel implements AutoCloseable {

    private final Path file;
    private final int port;
    private final int announcedPort;
    private TestProcess process;

    private RedisSentinel(Path file, int port, int announcedPort) {
        this.file = file;
        this.port = port;
        this.announcedPort = announcedPort;
        restart();
    }

    /** Starts one that takes a primary for dead after a time of silence; over TLS if there is a certificate. */
    static RedisSentinel watch(int primaryPort, int quorum, Duration deadAfter, @Nullable TestCertificate certificate) {
        String name = SentinelSet.NAME;
        int port = RedisServer.freePort();
        int tlsPort = RedisServer.freePort();
        List<String> configuration = new ArrayList<>(List.of("port " + port, "bind " + Loopback.HOST));
        if (certificate != null) {
            configuration.addAll(List.of("tls-port " + tlsPort, "tls-replication yes"));
            certificate.serverSettings().forEach((key, value) -> configuration.add(key + " " + value));
        }
        configuration.add("sentinel monitor " + name + " " + Loopback.HOST + " " + primaryPort + " " + quorum);
        configuration.add("sentinel down-after-milliseconds " + name + " " + deadAfter.toMillis());
        configuration.add("sentinel failover-timeout " + name + " 3000");
        try {
            // The program writes into it what it learns.
            Path file = Files.write(TestProcess.newFolder().resolve("sentinel.conf"), configuration);
            return new RedisSentinel(file, port, certificate == null ? port : tlsPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return Loopback.HOST;
    }

    public int port() {
        return port;
    }

    /** The port that clients are to use. */
    int announcedPort() {
        return announcedPort;
    }

    /** Ends the process at once. */
    public void kill() {
        process.kill();
    }

    /** Starts it again with what it knew; it must have been killed before. */
    public void restart() {
        List<String> arguments = List.of(file.toString(), "--sentinel");
        process = TestProcess.start(RedisBinary.CURRENT.program(), arguments, file.getParent(), "Sentinel ID is");
    }

    /** Freezes the process: connections stay open and nothing answers. */
    public void pause() {
        process.pause();
    }

    /** Lets a frozen process go on. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        kill();
    }
}
