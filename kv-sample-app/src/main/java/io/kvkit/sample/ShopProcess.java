package io.kvkit.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shop in a process of its own, on a free port of this machine. */
final class ShopProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ShopProcess.class);
    private static final Duration START_TIME = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Process process;
    private final int port;
    private final File log;
    private boolean frozen;

    private ShopProcess(Process process, int port, File log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts the program of this JVM with other arguments. */
    static ShopProcess start(List<String> arguments) {
        try {
            int port = freePort();
            File log = File.createTempFile("second-shop", ".log");
            log.deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(command(arguments, port));
            Process process =
                    builder.redirectErrorStream(true).redirectOutput(log).start();
            return new ShopProcess(process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(List<String> arguments, int port) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--server.port=" + port, "--server.address=127.0.0.1"));
        return ShopCommand.of(all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the shop answers. */
    void awaitOpen() {
        Instant end = Instant.now().plus(START_TIME);
        while (!isOpen()) {
            if (!isAlive() || Instant.now().isAfter(end)) {
                LOG.warn("The second shop did not start, see {}", log);
                throw new NoSecondShopException("The second shop did not start, see the log of this one.");
            }
            SlowWork.take(BETWEEN);
        }
    }

    private boolean isOpen() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Stops the process for at most a minute: it loses its lease and does not notice. */
    synchronized void freeze() {
        if (!isAlive()) {
            throw new NoSecondShopException("The second shop is not running.");
        }
        Freeze.begin(process);
        frozen = true;
    }

    /** Lets the process go on if it is frozen. */
    synchronized void resume() {
        if (frozen) {
            Freeze.end(process);
            frozen = false;
        }
    }

    /** Ends the process as a crash does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
