package io.kvkit.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.operation.read.OperationSource;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java example of the documentation compiles, and its annotations pass the checks of the start. */
@Tag("slow")
class JavaExamplesTest {

    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.*;

            import io.kvkit.*;
            import io.kvkit.annotation.*;
            import io.kvkit.call.*;
            import io.kvkit.claim.*;
            import io.kvkit.codec.*;
            import io.kvkit.event.*;
            import io.kvkit.lettuce.*;
            import io.kvkit.memory.*;
            import io.kvkit.tck.*;
            import io.kvkit.tck.FaultProxy.Fault;
            import io.kvkit.value.*;
            import io.kvkit.recipe.cache.*;
            import io.kvkit.recipe.ratelimit.*;
            import io.kvkit.spring.autoconfigure.*;
            import io.kvkit.spring.autoconfigure.redis.*;
            import io.kvkit.spring.*;
            import io.kvkit.store.*;
            import io.kvkit.store.KvException.Outcome;
            import jakarta.validation.Valid;
            import java.math.BigDecimal;
            import java.net.URI;
            import java.nio.charset.StandardCharsets;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.ConcurrentHashMap;
            import org.junit.jupiter.api.Test;
            import org.springframework.beans.factory.annotation.Autowired;
            import org.springframework.beans.factory.annotation.Qualifier;
            import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
            import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
            import org.springframework.cache.annotation.*;
            import org.springframework.cache.interceptor.KeyGenerator;
            import org.springframework.context.annotation.*;
            import org.springframework.http.MediaType;
            import org.springframework.http.ResponseEntity;
            import org.springframework.stereotype.*;
            import org.springframework.test.web.servlet.assertj.*;
            import org.springframework.web.bind.annotation.*;
            import org.springframework.web.client.RestClient;
            import reactor.core.publisher.*;
            import tools.jackson.databind.json.JsonMapper;
            """;

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    // One for all, as it remembers what is in the jars.
    private static StandardJavaFileManager files;

    static List<Examples> examples() {
        return Examples.in("java");
    }

    @Test
    void examplesAreFound() {
        assertThat(examples()).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleCompilesAndIsValid(Examples example, @TempDir Path folder) throws Exception {
        Path stubs = folder.resolve("Stubs.java");
        Files.writeString(stubs, stubs());
        Path source = folder.resolve("Example.java");
        Files.writeString(source, IMPORTS + "class Example extends Stubs {\n" + example.text() + "\n}\n");

        assertThat(compile(folder, stubs, source))
                .as("messages of the compiler")
                .isEmpty();
        validate(folder);
    }

    @BeforeAll
    static void openCompiler() {
        files = COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    }

    @AfterAll
    static void closeCompiler() throws IOException {
        files.close();
    }

    private static String compile(Path folder, Path... sources) {
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d", folder.toString(), "-parameters", "-proc:none", "-cp", System.getProperty("java.class.path"));
        COMPILER.getTask(messages, files, null, options, null, files.getJavaFileObjects(sources))
                .call();
        return messages.toString();
    }

    private static void validate(Path folder) throws Exception {
        OperationSource operations = new OperationSource(Areas.unset(), text -> text, null);
        try (Stream<Path> files = Files.list(folder);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, JavaExamplesTest.class.getClassLoader())) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("Example") && name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList();
            for (String name : names) {
                operations.validate(loader.loadClass(name));
            }
        }
    }

    private static String stubs() throws IOException {
        try (var in = JavaExamplesTest.class.getResourceAsStream("/docs/Stubs.java")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
