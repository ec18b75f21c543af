package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Which secrets are those of a consumer. All others stop the start, because nothing would be verified by them. */
class SecretRulesTest {

    private static final String SECRET = "kv.dedupe.consumers.order-webhooks.secret";

    @Controller
    static class Hooks {

        @PostMapping("/orders")
        @DedupeEvent(name = "order-webhooks", preset = Preset.GITHUB)
        public void orders() {}

        @PostMapping("/events")
        @DedupeEvent(name = "events", preset = Preset.CLOUDEVENTS)
        public void events() {}
    }

    private static StandardEnvironment environment(Map<String, Object> variables, Map<String, Object> file) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        environment.getPropertySources().addLast(new MapPropertySource("file", file));
        return environment;
    }

    private static DedupeProperties bound(StandardEnvironment environment) {
        return new Binder(ConfigurationPropertySources.get(environment))
                .bindOrCreate("kv.dedupe", DedupeProperties.class);
    }

    private static OperationSource source(StandardEnvironment environment) {
        OperationSource source = Sources.with(new OperationSettings(
                true, MethodDrivers.kinds(), List.of(bound(environment).settings())));
        source.validate(Hooks.class);
        return source;
    }

    private static @Nullable Throwable refusal(Map<String, Object> variables, Map<String, Object> file) {
        StandardEnvironment environment = environment(variables, file);
        return catchThrowable(() -> new SecretRules(source(environment).registry()).check(environment));
    }

    @ParameterizedTest
    @CsvSource({
        "KV_DEDUPE_CONSUMERS_ORDER_WEBHOOKS_SECRET, kv.dedupe.consumers.order.webhooks.secret",
        "KV_DEDUPE_CONSUMERS_ORDER_WEBHOOKS_SECRET_0, kv.dedupe.consumers.order.webhooks.secret[0]",
        "KV_DEDUPE_CONSUMERS_ORDERWEBHOOKS_SECRET, kv.dedupe.consumers.orderwebhooks.secret"
    })
    void variableThatIsBoundToNoConsumerIsRefused(String variable, String shown) {
        assertThat(refusal(Map.of(variable, "c0ffee"), Map.of("kv.dedupe.consumers.events.ttl", "1h")))
                .isInstanceOf(KvPropertyException.class)
                .hasMessageStartingWith(shown + " is the secret of no @DedupeEvent consumer")
                .hasMessageNotContaining("c0ffee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[0]"})
    void secretOfAMisspeltNameIsRefused(String index) {
        String misspelt = "kv.dedupe.consumers.order-webhoks.secret" + index;
        assertThat(refusal(Map.of(), Map.of(SECRET, "right", misspelt, "c0ffee")))
                .isInstanceOf(KvPropertyException.class)
                .hasMessageStartingWith(misspelt)
                .hasMessageNotContaining("c0ffee");
    }

    @Test
    void secretOfAConsumerIsAccepted() {
        assertThat(refusal(Map.of(), Map.of(SECRET, "c0ffee"))).isNull();
        assertThat(refusal(Map.of(), Map.of(SECRET + "[0]", "c0ffee", SECRET + "[1]", "decaf")))
                .isNull();
        assertThat(refusal(Map.of(), Map.of("kv.dedupe.consumers.other.ttl", "1h", "shop.secret", "c0ffee")))
                .isNull();
    }

    @Test
    void variableOfAConsumerThatAFileNamesIsAccepted() {
        assertThat(refusal(
                        Map.of("KV_DEDUPE_CONSUMERS_ORDER_WEBHOOKS_SECRET", "c0ffee"),
                        Map.of("kv.dedupe.consumers.order-webhooks.ttl", "1h")))
                .isNull();
    }

    @Test
    void consumerOfSignedEventsWithoutASecretIsDoubtful() {
        assertThat(source(environment(Map.of(), Map.of())).registry().doubts((area, name) -> false))
                .singleElement()
                .asString()
                .startsWith("@DedupeEvent on " + Hooks.class.getName() + ".orders() handles events of preset = GITHUB")
                .endsWith("Set " + SECRET + ".");
        assertThat(source(environment(Map.of(), Map.of(SECRET, "c0ffee")))
                        .registry()
                        .doubts((area, name) -> false))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[0]"})
    void numberIsASecret(String index) {
        DedupeProperties bound = bound(environment(Map.of(), Map.of(SECRET + index, 20240101)));
        assertThat(Objects.requireNonNull(bound.consumers().get("order-webhooks"))
                        .secret())
                .containsExactly("20240101");
        assertThat(bound.toString()).contains("order-webhooks").doesNotContain("20240101");
    }
}
