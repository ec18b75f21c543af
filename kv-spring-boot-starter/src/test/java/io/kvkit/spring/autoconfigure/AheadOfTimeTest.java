package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Applications that are processed ahead of time, as Spring Boot's {@code process-aot} does, and then run on a JVM. */
@Tag("slow")
class AheadOfTimeTest {

    @TempDir
    private Path folder;

    @Test
    void annotationsWorkAndAStoreThatWasConfiguredLaterStopsTheStart() throws Exception {
        process();
        compile();
        assertThat(output())
                .containsSubsequence(
                        "class: true, cached: true, limited: true, client: true",
                        "The store is redis by what is configured now, but it was not when the application was"
                                + " processed ahead of time",
                        "kv.store=redis for the processing");
    }

    @Test
    void everyScriptIsThereInANativeImage() throws IOException {
        RuntimeHints hints = new RuntimeHints();
        new KvRuntimeHints().registerHints(hints, getClass().getClassLoader());
        Resource[] scripts = new PathMatchingResourcePatternResolver().getResources("classpath*:io/kvkit/**/*.lua");
        assertThat(scripts).hasSizeGreaterThan(15).allSatisfy(script -> {
            String url = script.getURL().toString();
            assertThat(RuntimeHintsPredicates.resource()
                            .forResource(url.substring(url.lastIndexOf("io/kvkit/")))
                            .test(hints))
                    .as(url)
                    .isTrue();
        });
    }

    private void process() {
        Settings settings = Settings.builder()
                .sourceOutput(folder.resolve("sources"))
                .resourceOutput(folder.resolve("classes"))
                .classOutput(folder.resolve("classes"))
                .groupId("io.kvkit")
                .artifactId("test")
                .build();
        new SpringApplicationAotProcessor(AheadOfTimeApp.class, settings, new String[0]).process();
    }

    private void compile() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            List<String> sources = files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList();
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-cp",
                    classPath(),
                    "-d",
                    folder.resolve("classes").toString());
            String[] arguments =
                    Stream.concat(options.stream(), sources.stream()).toArray(String[]::new);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                    .isZero();
        }
    }

    private String output() throws IOException, InterruptedException {
        File log = folder.resolve("log").toFile();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder run = new ProcessBuilder(
                        java, "-XX:TieredStopAtLevel=1", "-Dspring.aot.enabled=true", AheadOfTimeApp.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log);
        run.environment().put("CLASSPATH", classPath());
        run.start().waitFor();
        return Files.readString(log.toPath(), StandardCharsets.UTF_8);
    }

    private String classPath() {
        return folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    }
}
