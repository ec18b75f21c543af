package io.kvkit.tck;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Valkey server program of this machine, if there is one: the one at {@code KV_TEST_VALKEY}, an environment
 * variable, or {@code valkey-server} on the path, or {@code valkey-check-rdb}, which is the same program.
 *
 * <p>As an extension of a class template it runs a test class once where there is a program, and nowhere else: no test
 * is skipped, as there is none.
 */
public final class Valkey implements ClassTemplateInvocationContextProvider {

    private static final String SERVER = "valkey-server";

    /** The address of the server that tests share, as {@code redis://host:port}. */
    public static String uri() {
        return Shared.URI;
    }

    /** The program. */
    static Optional<Path> program() {
        return Stream.of(given(), onPath(SERVER), onPath("valkey-check-rdb").map(Valkey::asServer))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return program().stream().map(program -> new ClassTemplateInvocationContext() {
            @Override
            public String getDisplayName(int invocation) {
                return program.toString();
            }
        });
    }

    private static Optional<Path> given() {
        return Optional.ofNullable(System.getenv("KV_TEST_VALKEY"))
                .filter(path -> !path.isBlank())
                .map(Path::of);
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
        static final String URI = RedisServer.start(program().orElseThrow()).uri();
    }
}
