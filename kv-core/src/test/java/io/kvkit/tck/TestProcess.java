package io.kvkit.tck;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A process that a test started and that can be killed, as by a crash, and frozen: a Redis program, or an application on
 * a JVM of its own. It ends with this JVM at the latest.
 */
public final class TestProcess implements AutoCloseable {

    // It lives for seconds, of which a good part would be those of its compilers.
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

    private final Process process;

    private TestProcess(Process process) {
        this.process = process;
        ALL.add(process);
    }

    /** Starts a program in a folder and waits for a line that tells that it is ready. */
    static TestProcess start(Path program, List<String> arguments, Path folder, String ready) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            TestProcess started = new TestProcess(process);
            started.awaitReady(program, ready);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts an application on a JVM of its own with the class path of this one. It does not wait until the application
     * is ready.
     *
     * @param log where its output goes
     */
    public static TestProcess java(Class<?> main, List<String> arguments, File log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new TestProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder that is removed with this JVM. */
    public static Path newFolder() {
        try {
            return Files.createTempDirectory(Root.PATH, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process at once, as a crash does ({@code kill -9}), and waits for that. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        ALL.remove(process);
    }

    /** Asks the process to end ({@code kill}), and waits until it has. */
    public void stop() {
        process.destroy();
        process.onExit().join();
        ALL.remove(process);
    }

    /** Freezes the process ({@code SIGSTOP}): connections stay open and nothing happens in it. */
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

    private void awaitReady(Path program, String ready) throws IOException {
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
        kill();
        throw new IllegalStateException(
                program.getFileName() + " did not start on this machine (Redis 6.2 needs libssl 3):\n" + said);
    }

    // A process whose output nobody reads stands still once the pipe is full.
    private static void drain(BufferedReader out) {
        Thread reader = new Thread(() -> out.lines().forEach(line -> {}), "kvkit-test-output");
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.setDaemon(true);
        reader.start();
    }

    // A process that still lives could write into the folder while it is being removed.
    private static void end() {
        ALL.forEach(process -> process.destroyForcibly().onExit().join());
        try (Stream<Path> files = Files.walk(Root.PATH)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of all folders. */
    static final class Root {
        static final Path PATH = create();

        private Root() {}

        private static Path create() {
            try {
                Path path = Files.createTempDirectory("kvkit-test");
                Runtime.getRuntime().addShutdownHook(new Thread(TestProcess::end));
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
