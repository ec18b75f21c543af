package io.kvkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis server on the loopback interface that belongs to the test that started it.
 *
 * <p>It can be stopped, killed and frozen, and started again on the same port. It keeps nothing on disk. Closing it, or
 * the end of the JVM, ends the process.
 */
public final class RedisServer implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final RedisBinary binary;
    private final List<String> options;
    private final int port;
    private RedisProcess process;

    private RedisServer(RedisBinary binary, List<String> options, int port, RedisProcess process) {
        this.binary = binary;
        this.options = options;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server of the current version on a free port and waits until it takes connections.
     *
     * @param options further options, as {@code "--maxmemory", "2mb"} or {@code "--requirepass", "secret"}
     */
    public static RedisServer start(String... options) {
        return start(RedisBinary.CURRENT, options);
    }

    /** Starts a server of a version on a free port and waits until it takes connections. */
    public static RedisServer start(RedisBinary binary, String... options) {
        IllegalStateException failure = new IllegalStateException("never tried");
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = freePort();
            try {
                return new RedisServer(binary, List.of(options), port, launch(binary, List.of(options), port));
            } catch (IllegalStateException e) {
                failure = e; // another process may have taken the port meanwhile
            }
        }
        throw failure;
    }

    /** A port of the loopback interface on which nothing listens at the moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on a port that a test chose before, for a server that comes later than its client. */
    public static RedisServer startOn(int port, String... options) {
        List<String> list = List.of(options);
        return new RedisServer(RedisBinary.CURRENT, list, port, launch(RedisBinary.CURRENT, list, port));
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** The address as {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** What a test gave after an option, as the port after {@code --tls-port}. */
    public String option(String name) {
        return options.get(options.indexOf(name) + 1);
    }

    /** Ends the process at once, as a crash does, and waits for that. */
    public void kill() {
        process.kill();
    }

    /** Starts the server again on its port, empty; it must have been killed before. */
    public void restart() {
        process = launch(binary, options, port);
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

    private static RedisProcess launch(RedisBinary binary, List<String> options, int port) {
        List<String> arguments =
                new ArrayList<>(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        arguments.addAll(List.of("--appendonly", "no", "--daemonize", "no"));
        // A replica puts there what its primary sends, and no server may begin with that.
        arguments.addAll(List.of("--dbfilename", RedisProcess.absent("dump-" + port + ".rdb")));
        arguments.addAll(options);
        return RedisProcess.start(binary, arguments, "Ready to accept connections");
    }
}
