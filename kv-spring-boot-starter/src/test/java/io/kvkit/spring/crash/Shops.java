package io.kvkit.spring.crash;

import io.kvkit.tck.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applications on JVMs of their own that handle the same events and write down their {@link Effects}, until they are killed. */
public final class Shops implements AutoCloseable {

    private final Path folder = TestProcess.newFolder();
    private final Deque<TestProcess> open = new ArrayDeque<>();
    private final Class<?> main;
    private final List<String> properties;
    private int started;

    /**
     * None yet.
     *
     * @param main starts a shop; its first argument is the file of its effects, the others are its properties
     */
    public Shops(Class<?> main, List<String> properties) {
        this.main = main;
        this.properties = properties;
    }

    /** Starts one more, and does not wait for it. */
    public void start() {
        String name = "shop-" + started++;
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.resolve(name + ".effects").toString());
        arguments.addAll(properties);
        open.add(TestProcess.java(main, arguments, folder.resolve(name + ".log").toFile()));
    }

    /** Kills the oldest one and starts another. */
    public void replace() {
        open.remove().kill();
        start();
    }

    /** Asks all of them to end, and waits until they have. */
    public void stop() {
        open.forEach(TestProcess::stop);
    }

    /** Returns the attempts that had an effect, by event. A line of an effect is the consumer, the event and the attempt. */
    public Map<String, List<Integer>> effects(String consumer) {
        return lines().filter(line -> line[0].equals(consumer))
                .collect(Collectors.groupingBy(
                        line -> line[1],
                        TreeMap::new,
                        Collectors.mapping(line -> Integer.valueOf(line[2]), Collectors.toList())));
    }

    /** Returns those of the {@link #effects} that there are more than one of. */
    public Map<String, List<Integer>> repeated(String consumer) {
        Map<String, List<Integer>> repeated = effects(consumer);
        repeated.values().removeIf(attempts -> attempts.size() == 1);
        return repeated;
    }

    /** Returns how often an event of a consumer was handled again because the lease of its handler had ended. */
    public long takeovers(String consumer) {
        return lines().filter(line -> line[0].equals("takeover") && line[1].equals(consumer))
                .count();
    }

    private Stream<String[]> lines() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".effects")).toList().stream()
                    .flatMap(Shops::lines)
                    .map(line -> line.split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a last line that is still being written. */
    private static Stream<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.forEach(TestProcess::close);
    }
}
