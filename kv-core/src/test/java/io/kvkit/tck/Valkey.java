package io.kvkit.tck;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Valkey server program of this machine, if there is one: the one at {@code KV_TEST_VALKEY}, an environment
 * variable, or {@code valkey-server} on the path, or {@code valkey-check-rdb}, which is the same program.
 *
 * <p>As an extension of a test class it lets the class be skipped where there is none, so that the build says it; where
 * {@code KV_TEST_VALKEY} is set and names no program, the class fails.
 */
public final class Valkey implements ExecutionCondition {

    private static final String SERVER = "valkey-server";

    // A machine has it or not; the name that one of the programs needs is made once.
    private static @Nullable Optional<Path> found;

    /** The address of the server that tests share, as {@code redis://host:port}. */
    public static String uri() {
        return Shared.URI;
    }

    /** Starts a server that belongs to the test. */
    public static RedisServer start(String... options) {
        return RedisServer.start(program().orElseThrow(), options);
    }

    private static synchronized Optional<Path> program() {
        if (found == null) {
            found = find();
        }
        return found;
    }

    private static Optional<Path> find() {
        return Stream.of(given(), onPath(SERVER), onPath("valkey-check-rdb").map(Valkey::asServer))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return program()
                .map(program -> ConditionEvaluationResult.enabled(program.toString()))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "No Valkey here: install valkey-server, or let KV_TEST_VALKEY name it"));
    }

    private static Optional<Path> given() {
        return Optional.ofNullable(System.getenv("KV_TEST_VALKEY"))
                .filter(path -> !path.isBlank())
                .map(Valkey::required);
    }

    private static Path required(String program) {
        if (!Files.isExecutable(Path.of(program))) {
            throw new IllegalStateException("KV_TEST_VALKEY names no program that can be run: " + program);
        }
        return Path.of(program);
    }

    private static Optional<Path> onPath(String name) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    // It looks at its name to learn what it is to do.
    private static Path asServer(Path program) {
        try {
            return Files.createSymbolicLink(TestProcess.newFolder().resolve(SERVER), program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        @SuppressWarnings("resource") // ends with the JVM
        static final String URI = start().uri();
    }
}
