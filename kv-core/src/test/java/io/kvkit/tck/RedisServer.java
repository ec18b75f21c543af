package io.kvkit.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private Process process;

    private RedisServer(RedisBinary binary, List<String> options, int port, Process process) {
        this.binary = binary;
        this.options = options;
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
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
        process.destroyForcibly().onExit().join();
    }

    /** Starts the server again on its port, empty; it must have been killed before. */
    public void restart() {
        process = launch(binary, options, port);
    }

    /** Freezes the process: connections stay open and nothing answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a frozen process go on. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process launch(RedisBinary binary, List<String> options, int port) {
        Path folder = Folder.PATH;
        List<String> command = new ArrayList<>(List.of(binary.unpackTo(folder).toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of("--appendonly", "no", "--daemonize", "no"));
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(binary, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(RedisBinary binary, Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                drain(out);
                return;
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("Redis " + binary.version() + " did not start on this machine"
                + (binary == RedisBinary.OLDEST ? " (it needs libssl 3)" : "") + ":\n" + said);
    }

    // A process whose output nobody reads stands still once the pipe is full.
    private static void drain(BufferedReader out) {
        Thread reader = new Thread(() -> out.lines().forEach(line -> {}), "kvkit-test-redis-output");
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.setDaemon(true);
        reader.start();
    }

    private static final class Folder {
        static final Path PATH = create();

        private static Path create() {
            try {
                Path path = Files.createTempDirectory("kvkit-redis");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(path)));
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path path) {
            try (var files = Files.list(path)) {
                files.forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            path.toFile().delete();
        }
    }
}
