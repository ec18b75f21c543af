package io.kvkit.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A shop in a process of its own, on a free port of this machine. */
final class ShopProcess {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.addAll(program());
        command.addAll(arguments);
        command.addAll(List.of("--server.port=" + port, "--server.address=127.0.0.1"));
        return command;
    }

    private static List<String> program() {
        String classes = System.getProperty("java.class.path");
        return classes.endsWith(".jar") && !classes.contains(File.pathSeparator)
                ? List.of("-jar", classes)
                : List.of("-cp", classes, ShopApplication.class.getName());
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
        while (!isOpen()) {
            if (!isAlive()) {
                throw new NoSecondShopException("The second shop did not start, see " + log);
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

    /** Stops the process as a long garbage collection does: it loses its lease and does not notice. */
    synchronized void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** Lets the process go on if it is frozen. */
    synchronized void resume() {
        if (frozen) {
            signal("CONT");
            frozen = false;
        }
    }

    /** Ends the process as a crash does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new NoSecondShopException("This system cannot freeze a process, only kill it.");
        }
    }
}
