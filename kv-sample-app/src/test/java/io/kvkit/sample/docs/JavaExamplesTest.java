package io.kvkit.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.operation.read.OperationSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
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
        import io.kvkit.recipe.once.IdempotencyContext;
        import io.kvkit.recipe.once.OutcomeUnknownException;
        import io.kvkit.recipe.once.Reconciler;
        import io.kvkit.recipe.once.Reconciliation;
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
        import java.util.concurrent.CompletableFuture;
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

    @TempDir
    static Path folder;

    // All are compiled at once, because the compiler reads what they use from the jars only once.
    private static Map<String, String> messages = Map.of();

    static List<Examples> examples() {
        return Examples.in("java");
    }

    @BeforeAll
    static void compileAll() throws IOException {
        List<Path> sources = new ArrayList<>(List.of(Files.writeString(folder.resolve("Stubs.java"), stubs())));
        for (Examples example : examples()) {
            String name = className(example);
            String text = IMPORTS + "class " + name + " extends Stubs {\n" + example.text() + "\n}\n";
            sources.add(Files.writeString(folder.resolve(name + ".java"), text));
        }
        messages = compile(sources);
    }

    @Test
    void examplesAreFound() {
        assertThat(examples()).hasSizeGreaterThan(8);
    }

    @Test
    void stubsCompile() {
        assertThat(messages.getOrDefault("Stubs", "")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleCompilesAndIsValid(Examples example) throws Exception {
        assertThat(messages.getOrDefault(className(example), ""))
                .as("messages of the compiler")
                .isEmpty();
        validate(className(example));
    }

    private static String className(Examples example) {
        String page = example.page().getFileName().toString();
        return page.replaceAll("[^A-Za-z]", "_") + example.number();
    }

    /** Returns the messages of the compiler by class. */
    private static Map<String, String> compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-d", folder.toString(), "-parameters", "-proc:none", "-cp", System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream()
                .collect(Collectors.groupingBy(
                        JavaExamplesTest::className, Collectors.mapping(Object::toString, Collectors.joining("\n"))));
    }

    private static String className(Diagnostic<? extends JavaFileObject> message) {
        JavaFileObject source = message.getSource();
        return source == null
                ? "Stubs"
                : Path.of(source.getName()).getFileName().toString().replace(".java", "");
    }

    private static void validate(String name) throws Exception {
        OperationSource operations = new OperationSource(Areas.unset(), text -> text, null);
        try (Stream<Path> files = Files.list(folder);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, JavaExamplesTest.class.getClassLoader())) {
            List<String> classes = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.equals(name + ".class") || file.startsWith(name + "$"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .toList();
            assertThat(classes)
                    .as("classes; there are none if another example does not compile")
                    .contains(name);
            for (String each : classes) {
                operations.validate(loader.loadClass(each));
            }
        }
    }

    private static String stubs() throws IOException {
        try (var in = JavaExamplesTest.class.getResourceAsStream("/docs/Stubs.java")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
