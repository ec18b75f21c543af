package io.kvkit.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs all benchmarks, or those named, and writes what came out as JSON and as a table of ratios. */
public final class Suite {

    /** A class of benchmarks and the numbers of threads that it is run with. */
    record Part(Class<?> benchmarks, List<Integer> threads) {

        boolean isNamedBy(List<String> names) {
            return names.isEmpty() || names.contains(benchmarks.getSimpleName());
        }
    }

    static final List<Part> PARTS = List.of(
            new Part(CachedHit.class, List.of(1, 16)),
            new Part(NearHit.class, List.of(1, 2)),
            new Part(NearBulk.class, List.of(1)),
            new Part(RateLimitHotKey.class, List.of(16, 64)),
            new Part(RateLimitManyKeys.class, List.of(16, 64)),
            new Part(LimitedCalls.class, List.of(1, 2)),
            new Part(LocalLimits.class, List.of(1, 2)),
            new Part(IdempotentCalls.class, List.of(1, 16)),
            new Part(EventCalls.class, List.of(1, 16)),
            new Part(ClusterMget.class, List.of(1)));

    private Suite() {}

    /**
     * Runs the benchmarks.
     *
     * @param args the folder to write to, then simple names of classes and options of JMH; neither are needed
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        CommandLineOptions given = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
        List<RunResult> results = new ArrayList<>();
        for (Part part : PARTS) {
            if (part.isNamedBy(given.getIncludes())) {
                for (int threads : part.threads()) {
                    results.addAll(new Runner(options(given, part, threads)).run());
                }
            }
        }
        write(folder, results);
    }

    private static Options options(CommandLineOptions given, Part part, int threads) {
        return new OptionsBuilder()
                .parent(given)
                .include("\\." + part.benchmarks().getSimpleName() + "\\.")
                .threads(threads)
                .shouldFailOnError(true)
                .build();
    }

    private static void write(Path folder, List<RunResult> results) throws IOException {
        try (PrintStream json = new PrintStream(folder.resolve("results.json").toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(results);
        }
        String ratios = Ratios.of(results);
        Files.writeString(folder.resolve("ratios.md"), ratios);
        System.out.println(ratios);
    }
}
