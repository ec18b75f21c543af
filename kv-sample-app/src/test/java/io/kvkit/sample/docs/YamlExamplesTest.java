package io.kvkit.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Every YAML example of the documentation is accepted at the start. */
class YamlExamplesTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

    static List<Examples> examples() {
        return Examples.in("yaml");
    }

    @Test
    void examplesAreFound() {
        assertThat(examples()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsAccepted(Examples example) {
        ApplicationContextRunner runner = new ApplicationContextRunner();
        // A secret without its consumer fails startup.
        (example.text().contains("secret: ${STRIPE") || example.text().contains("${GITHUB_SECRET}")
                        ? runner.withBean(Hooks.class)
                        : runner)
                .withInitializer(context -> load(context, example))
                .withPropertyValues("CACHE_SECRET_2026_11=" + SECRET, "CACHE_SECRET_2026_05=" + SECRET)
                .withPropertyValues("IDEMPOTENCY_SECRET_2026_11=" + SECRET)
                .withPropertyValues("STRIPE_SIGNING_SECRET=whsec_1", "GITHUB_SECRET=new", "OLD_GITHUB_SECRET=old")
                .withUserConfiguration(Starter.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void load(ConfigurableApplicationContext context, Examples example) {
        try {
            ByteArrayResource yaml = new ByteArrayResource(example.text().getBytes(StandardCharsets.UTF_8));
            new YamlPropertySourceLoader()
                    .load("example", yaml)
                    .forEach(source ->
                            context.getEnvironment().getPropertySources().addFirst(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        io.kvkit.spring.autoconfigure.KvAutoConfiguration.class,
        io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration.class
    })
    static class Starter {}

    @Controller
    static class Hooks {

        @DedupeEvent(name = "stripe", preset = Preset.STRIPE)
        @PostMapping("/stripe")
        public void stripe() {}

        @DedupeEvent(name = "github", preset = Preset.GITHUB)
        @PostMapping("/github")
        public void github() {}
    }
}
