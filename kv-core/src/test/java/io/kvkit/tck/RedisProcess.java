package io.kvkit.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running Redis program, which ends with the JVM at the latest. All of them share a folder that is removed then. */
final class RedisProcess {

    private final Process process;

    private RedisProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts a program and waits for a line that tells that it takes connections. */
    static RedisProcess start(RedisBinary binary, List<String> arguments, String ready) {
        List<String> command =
                new ArrayList<>(List.of(binary.unpackTo(Folder.PATH).toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Folder.PATH.toFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(binary, process, ready);
            return new RedisProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder in which programs run. */
    static Path folder() {
        return Folder.PATH;
    }

    /** Removes a file of the folder, if it is there, and gives back its name. */
    static String absent(String file) {
        try {
            Files.deleteIfExists(Folder.PATH.resolve(file));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process at once, as a crash does, and waits for that. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends a signal, as STOP. */
    void signal(String name) {
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

    private static void awaitReady(RedisBinary binary, Process process, String ready) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
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
