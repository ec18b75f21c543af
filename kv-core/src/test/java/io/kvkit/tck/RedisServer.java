package io.kvkit.tck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis server on the loopback interface that belongs to the test that started it.
 *
 * <p>It can be stopped, killed and frozen, and started again on the same port. It has a folder of its own, and keeps
 * nothing on disk unless told to. Closing it, or the end of the JVM, ends the process.
 */
public final class RedisServer implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Path program;
    private final List<String> options;
    private final int port;
    private final Path folder = TestProcess.newFolder();
    private TestProcess process;

    private RedisServer(Path program, List<String> options, int port) {
        this.program = program;
        this.options = options;
        this.port = port;
        this.process = launch();
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
        return start(binary.program(), options);
    }

    /** Starts a server of a program, as of Valkey, on a free port and waits until it takes connections. */
    public static RedisServer start(Path program, String... options) {
        IllegalStateException failure = new IllegalStateException("never tried");
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return new RedisServer(program, List.of(options), freePort());
            } catch (IllegalStateException e) {
                failure = e; // another process may have taken the port meanwhile
            }
        }
        throw failure;
    }

    /** A port of the loopback interface on which nothing listens at the moment. */
    public static int freePort() {
        return Ports.free();
    }

    /** Starts a server on a port that a test chose before, for a server that comes later than its client. */
    public static RedisServer startOn(int port, String... options) {
        return new RedisServer(RedisBinary.CURRENT.program(), List.of(options), port);
    }

    public String host() {
        return Loopback.HOST;
    }

    public int port() {
        return port;
    }

    /** The address as {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://" + Loopback.HOST + ":" + port;
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
        process = launch();
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

    private TestProcess launch() {
        // A replica keeps there what its primary sends, and no server may begin with that.
        folder.resolve("dump.rdb").toFile().delete();
        List<String> arguments =
                new ArrayList<>(List.of("--port", Integer.toString(port), "--bind", Loopback.HOST, "--save", ""));
        arguments.addAll(List.of("--appendonly", "no", "--daemonize", "no"));
        arguments.addAll(options);
        return TestProcess.start(program, arguments, folder, "Ready to accept connections");
    }
}
