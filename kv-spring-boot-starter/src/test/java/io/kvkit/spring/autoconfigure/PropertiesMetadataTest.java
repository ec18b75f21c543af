package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.failure.KnownProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PropertiesMetadataTest {

    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "kv.cache.caches",
            "kv.cache.defaults.codec",
            "kv.cache.defaults.null-ttl",
            "kv.cache.keys",
            "kv.cache.store",
            "kv.dedupe.consumers",
            "kv.dedupe.defaults.in-progress",
            "kv.dedupe.store",
            "kv.idempotency.keys",
            "kv.idempotency.not-recorded-headers",
            "kv.idempotency.operations",
            "kv.idempotency.store",
            "kv.key-prefix",
            "kv.rate-limit.defaults.burst",
            "kv.rate-limit.defaults.limit",
            "kv.rate-limit.defaults.window",
            "kv.rate-limit.forwarded-header",
            "kv.rate-limit.limits",
            "kv.rate-limit.plans",
            "kv.rate-limit.routes",
            "kv.rate-limit.store",
            "kv.rate-limit.trusted-proxies",
            "kv.redis.client-name",
            "kv.redis.cluster.nodes",
            "kv.redis.database",
            "kv.redis.host",
            "kv.redis.password",
            "kv.redis.port",
            "kv.redis.replicated.nodes",
            "kv.redis.sentinel.master",
            "kv.redis.sentinel.nodes",
            "kv.redis.sentinel.password",
            "kv.redis.sentinel.username",
            "kv.redis.ssl.bundle",
            "kv.redis.ssl.enabled",
            "kv.redis.uri",
            "kv.redis.username",
            "kv.store",
            "kv.stores",
            "kv.web.problem.help-uri");

    @Test
    void everyPropertyIsDescribed() {
        assertThat(properties())
                .hasSizeGreaterThan(40)
                .allSatisfy(property -> assertThat(property.path("description").asString(""))
                        .as(property.path("name").asString())
                        .hasSizeGreaterThan(10)
                        .doesNotContain("{@"));
    }

    @Test
    void everyPropertyHasADefaultExceptThoseThatCannot() {
        Set<String> without = properties().stream()
                .filter(property -> !property.has("defaultValue"))
                .map(property -> property.path("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT_DEFAULT);
    }

    @Test
    void thePageNamesEveryProperty() throws IOException {
        String page = Files.readString(page());
        assertThat(new KnownProperties().names())
                .allSatisfy(name -> assertThat(page)
                        .contains("`" + name.replace("[*]", "[<n>]").replace("*", "<name>") + "`"));
        assertThat(properties())
                .allSatisfy(property ->
                        assertThat(page).contains(property.path("name").asString()));
    }

    private static Path page() {
        Path module = Path.of("").toAbsolutePath();
        return (Files.exists(module.resolve("docs")) ? module : module.getParent()).resolve("docs/properties.md");
    }

    private static List<JsonNode> properties() {
        try (var json = KvProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return StreamSupport.stream(
                            new JsonMapper().readTree(json).path("properties").spliterator(), false)
                    .filter(property -> property.path("name").asString().startsWith("kv."))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
