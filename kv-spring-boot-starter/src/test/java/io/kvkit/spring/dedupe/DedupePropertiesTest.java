package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import reactor.core.publisher.Flux;

/** What the properties of consumers may be, and what they say about a name. */
class DedupePropertiesTest {

    private static DedupeProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kv.dedupe", DedupeProperties.class);
    }

    @Test
    void theDefaultsAreValid() {
        assertThatNoException().isThrownBy(() -> bound(Map.of()).check());
        assertThat(bound(Map.of()).named("other")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "kv.dedupe.defaults.ttl, 0s",
        "kv.dedupe.defaults.lease, 0s",
        "kv.dedupe.consumers.orders.ttl, 0s",
        "kv.dedupe.consumers.orders.lease, 0s"
    })
    void wrongTimesAreRefusedByTheirNames(String property, String value) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of(property, value)).check())
                .withMessageStartingWith(property + "=0s is not a positive time");
    }

    @Test
    void aNameHasWhatItAndTheDefaultsSay() {
        OnceSettings settings = Objects.requireNonNull(
                bound(Map.of("kv.dedupe.defaults.lease", "7s", "kv.dedupe.consumers.orders.ttl", "1h"))
                        .named("orders"));
        assertThat(settings.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.inProgress()).isEqualTo(InProgress.WAIT);
    }

    @Test
    void theAreaIsDescribed() {
        assertThat(DedupeArea.DEDUPE.root()).isEqualTo("kv.dedupe");
        assertThat(DedupeArea.DEDUPE.names()).isEqualTo("consumers");
        assertThat(DedupeArea.DEDUPE.isOnce()).isTrue();
        assertThat(DedupeArea.DEDUPE.problems())
                .extracting(Area.Problem::code)
                .contains("event-in-progress", "event-signature-invalid", "event-outcome-unknown", "event-parked");
    }

    static class Consumer {

        @DedupeEvent(name = "orders", key = "#id", ttl = "1h")
        public void on(String id) {}
    }

    @Test
    void anOperationSaysWhatMustBeTheSameUnderItsName() {
        DedupeOperation orders =
                Objects.requireNonNull(Sources.operations(Consumer.class, "on").only(DedupeOperation.class));
        assertThat(orders.traits()).containsEntry("ttl", "PT1H").containsEntry("lease", "PT30S");
        assertThat(orders.area()).isSameAs(DedupeArea.DEDUPE);
    }

    @ParameterizedTest
    @CsvSource({"enabled, false", "consumers.orders.enabled, false", "consumers.other.enabled, true"})
    void consumersAreSwitchedOffTogetherOrByName(String property, boolean enabled) {
        OperationSource named = Sources.with(new OperationSettings(
                true,
                MethodDrivers.kinds(),
                List.of(bound(Map.of("kv.dedupe." + property, "false")).settings())));
        assertThat(named.find(Sources.method(Consumer.class, "on"), Consumer.class)
                        .all(DedupeOperation.class)
                        .get(0)
                        .enabled())
                .isEqualTo(enabled);
    }

    private static final String SECRET = "kv.dedupe.consumers.hooks.secret";

    private static List<String> secrets(Map<String, String> properties) {
        DedupeProperties.Consumer hooks = bound(properties).consumers().get("hooks");
        return Objects.requireNonNull(hooks.secret());
    }

    @Test
    void secretIsOneTextWhateverCharactersItHas() {
        assertThat(secrets(Map.of(SECRET, "one, with a comma"))).containsExactly("one, with a comma");
        assertThat(secrets(Map.of(SECRET + "[0]", "old, one", SECRET + "[1]", "new")))
                .containsExactly("old, one", "new");
        assertThat(bound(Map.of("kv.dedupe.consumers.hooks.ttl", "1h"))
                        .consumers()
                        .get("hooks")
                        .secret())
                .isNull();
    }

    @Test
    void secretIsNeverShown() {
        DedupeProperties properties = bound(Map.of(SECRET, "c0ffee", SECRET.replace("hooks", "others"), "decaf"));
        assertThat(properties.toString()).doesNotContain("c0ffee", "decaf");
        assertThat(properties.settings().toString()).doesNotContain("c0ffee", "decaf");
    }

    @ParameterizedTest
    @CsvSource({SECRET + ",''", SECRET + ",' '", SECRET + "[0],''"})
    void emptySecretIsRefused(String property, String value) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of(property, value)).check())
                .withMessageStartingWith(SECRET + " is empty");
    }

    @Controller
    static class Hooks {

        @PostMapping
        @DedupeEvent(name = "hooks", preset = DedupeEvent.Preset.STRIPE)
        public void stripe() {}
    }

    @Controller
    static class Keyed {

        @PostMapping
        @DedupeEvent(name = "hooks", key = "#id")
        public void keyed(String id) {}
    }

    @Controller
    static class Unsigned {

        @PostMapping
        @DedupeEvent(name = "hooks", preset = DedupeEvent.Preset.CLOUDEVENTS)
        public void unsigned() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Hooks.class, Keyed.class, Unsigned.class})
    void secretThatCannotWorkIsRefusedAndNotShown(Class<?> type) {
        OperationSource source = Sources.with(new OperationSettings(
                true,
                MethodDrivers.kinds(),
                List.of(bound(Map.of(SECRET, "sk_live_c0ffee")).settings())));
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source.validate(type))
                .withMessageContainingAll(SECRET + " on " + type.getName() + ".", ": ")
                .withMessageNotContaining("c0ffee");
    }

    @Test
    void operationDoesNotShowItsSecret() {
        OperationSource source = Sources.with(new OperationSettings(
                true,
                MethodDrivers.kinds(),
                List.of(bound(Map.of(SECRET, "whsec_c0ffee")).settings())));
        DedupeOperation hooks = Objects.requireNonNull(
                source.find(Sources.method(Hooks.class, "stripe"), Hooks.class).only(DedupeOperation.class));
        assertThat(hooks.toString()).contains("EventSignatures").doesNotContain("c0ffee");
        assertThat(hooks.readsBody()).isTrue();
        assertThat(hooks.traits()).containsEntry("preset", "STRIPE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signaturesAreVerifiedEvenIfNothingIsEnabled(boolean signed) {
        Map<String, String> properties = signed ? Map.of(SECRET, "whsec_c0ffee") : Map.of();
        OperationSource source = Sources.with(new OperationSettings(
                false, MethodDrivers.kinds(), List.of(bound(properties).settings())));
        DedupeOperation hooks = Objects.requireNonNull(
                source.find(Sources.method(Hooks.class, "stripe"), Hooks.class).only(DedupeOperation.class));
        assertThat(hooks.enabled()).isFalse();
        assertThat(hooks.guards()).isEqualTo(signed);
        assertThat(hooks.readsBody()).isEqualTo(signed);
    }

    static class Quick {

        @DedupeEvent(
                name = "quick",
                key = "#id",
                inProgress = DedupeEvent.InProgress.REJECT,
                onStoreFailure = DedupeEvent.StoreFailure.PROCEED)
        public void on(String id) {}
    }

    static class Constant {

        @DedupeEvent(name = "constant", key = "'all'")
        public void on(String id) {}
    }

    static class Streamed {

        @DedupeEvent(name = "streamed", key = "#id")
        public Flux<String> on(String id) {
            return Flux.empty();
        }
    }

    @Test
    void anAnnotationSaysWhatHappensInProgressAndWithoutAStore() {
        OnceSettings quick = Objects.requireNonNull(
                        Sources.operations(Quick.class, "on").only(DedupeOperation.class))
                .settings();
        assertThat(quick.inProgress()).isEqualTo(InProgress.REJECT);
        assertThat(quick.onStoreFailure()).isEqualTo(OnStoreFailure.PROCEED);
    }

    @Test
    void streamsAndConstantKeysAreRefused() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Constant.class))
                .withMessageContaining("@DedupeEvent(key = \"'all'\") on");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Streamed.class))
                .withMessageContaining("it returns Flux");
    }

    static class Stream {

        @DedupeEvent(name = "stream", key = "#id", compactFor = 1_000_000)
        public void on(String id) {}
    }

    static class WrongStream {

        @DedupeEvent(name = "wrong", key = "#id", compactFor = -5)
        public void wrong(String id) {}
    }

    private static int compactFor(Map<String, String> properties) {
        OperationSource source = Sources.with(new OperationSettings(
                true, MethodDrivers.kinds(), List.of(bound(properties).settings())));
        return source.find(Sources.method(Stream.class, "on"), Stream.class)
                .all(DedupeOperation.class)
                .get(0)
                .settings()
                .compactFor();
    }

    @Test
    void eventsAreStoredCompactlyAsTheAnnotationOrThePropertySays() {
        assertThat(compactFor(Map.of())).isEqualTo(1_000_000);
        assertThat(compactFor(Map.of("kv.dedupe.consumers.stream.compact-for", "5000")))
                .isEqualTo(5_000);
        assertThat(compactFor(Map.of("kv.dedupe.consumers.stream.compact-for", "0")))
                .isZero();
        assertThat(Objects.requireNonNull(bound(Map.of("kv.dedupe.consumers.other.compact-for", "70000"))
                                .named("other"))
                        .compactFor())
                .isEqualTo(70_000);
    }

    @Test
    void negativeNumberOfCompactEventsIsRefused() {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of("kv.dedupe.consumers.orders.compact-for", "-1"))
                        .check())
                .withMessageContaining("kv.dedupe.consumers.orders.compact-for=-1");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.operations(WrongStream.class, "wrong"))
                .withMessageContaining("compactFor")
                .withMessageContaining("-5")
                .withMessageContaining("WrongStream.wrong");
    }
}
