package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation.Kept;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** What the properties of operations may be, and what they say about a name. */
class IdempotencyPropertiesTest {

    private static IdempotencyProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kv.idempotency", IdempotencyProperties.class);
    }

    @Test
    void theDefaultsAreValid() {
        assertThatNoException().isThrownBy(() -> bound(Map.of()).check());
        assertThat(bound(Map.of()).named("other")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "kv.idempotency.defaults.ttl, 0s, =0s is not a positive time",
        "kv.idempotency.defaults.lease, 0s, =0s is not a positive time",
        "kv.idempotency.defaults.header, a b, =a b is not the name of a header",
        "kv.idempotency.near.max-size, -1B, =-1B is negative",
        "kv.idempotency.near.max-staleness, 0s, =0s is not a positive time",
        "kv.idempotency.operations.pay.ttl, 0s, =0s is not a positive time",
        "kv.idempotency.operations.pay.lease, 0s, =0s is not a positive time",
        "kv.idempotency.operations.pay.header, a b, =a b is not the name of a header",
        "kv.idempotency.max-request-size, 0B, =0B is not above zero",
        "kv.idempotency.not-recorded-headers[0], a b, =a b is not the name of a header",
        "kv.idempotency.not-recorded-headers[0], X-*-Y, =X-*-Y is not the name of a header",
        "kv.idempotency.not-recorded-headers[0], *, =* is not the name of a header"
    })
    void wrongValuesAreRefusedByTheirNames(String property, String value, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> bound(Map.of(property, value)).check())
                .withMessageStartingWith(property + problem);
    }

    @Test
    void headersAreNamesOrPrefixes() {
        assertThatNoException()
                .isThrownBy(() -> bound(Map.of("kv.idempotency.not-recorded-headers", "X-Trace,X-B3-*"))
                        .check());
    }

    @Test
    void aNameHasWhatItAndTheDefaultsSay() {
        OnceSettings settings = Objects.requireNonNull(
                bound(Map.of("kv.idempotency.defaults.lease", "7s", "kv.idempotency.operations.pay.ttl", "1h"))
                        .named("pay"));
        assertThat(settings.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theAreaIsDescribed() {
        assertThat(IdempotencyArea.IDEMPOTENCY.root()).isEqualTo("kv.idempotency");
        assertThat(IdempotencyArea.IDEMPOTENCY.names()).isEqualTo("operations");
        assertThat(IdempotencyArea.IDEMPOTENCY.isOnce()).isTrue();
        assertThat(IdempotencyArea.IDEMPOTENCY.problems())
                .extracting(Area.Problem::code)
                .contains("idempotency-key-missing", "idempotency-outcome-unknown")
                .allMatch(code -> code.startsWith("idempotency-"));
    }

    @Controller
    static class Payments {

        @PostMapping("/pay")
        @Idempotent(name = "pay", header = "X-Key")
        public String pay(String order) {
            return order;
        }

        @PostMapping("/refund")
        @Idempotent(name = "refund", key = "#order")
        public String refund(String order) {
            return order;
        }

        @PostMapping("/part")
        @Idempotent(name = "part", fingerprint = "#order")
        public String part(String order) {
            return order;
        }

        @Idempotent(name = "service", key = "#order")
        public String service(String order) {
            return order;
        }
    }

    private static IdempotentOperation operation(String method) {
        return Objects.requireNonNull(Sources.operations(Payments.class, method).only(IdempotentOperation.class));
    }

    @Test
    void requestsWithAKeyAreComparedAsAWholeUnlessAnExpressionSaysOtherwise() {
        assertThat(operation("pay").compares("X-Key"::equals)).isTrue();
        assertThat(operation("pay").compares("Idempotency-Key"::equals))
                .as("no key")
                .isFalse();
        assertThat(operation("refund").compares(name -> false))
                .as("a key of its own")
                .isTrue();
        assertThat(operation("part").compares(name -> true)).as("a fingerprint").isFalse();
        assertThat(operation("service").compares(name -> true)).as("no request").isFalse();
    }

    @Test
    void onlyResultsOfServicesAreKeptAsTheyAreReturned() {
        assertThat(operation("pay").kept()).isNull();
        assertThat(operation("service").kept()).isEqualTo(new Kept(String.class, true));
        assertThat(operation("pay").ownership().byKey()).isFalse();
        assertThat(operation("service").ownership().byKey()).isTrue();
        assertThat(operation("pay").traits()).containsEntry("header", "X-Key").containsEntry("scope", "PRINCIPAL");
    }

    @Controller
    static class Later {

        @PostMapping("/later")
        @Idempotent(name = "later")
        public Callable<String> later(String order) {
            return () -> order;
        }
    }

    @Test
    void workThatOnlySpringMvcBeginsIsRefusedOnWebFlux() {
        StaticListableBeanFactory servlet = new StaticListableBeanFactory();
        StaticListableBeanFactory reactive = new StaticListableBeanFactory();
        reactive.addBean("webHandler", "any");
        assertThatNoException().isThrownBy(() -> source(servlet).validate(Later.class));
        assertThatNoException().isThrownBy(() -> source(reactive).validate(Payments.class));
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source(reactive).validate(Later.class))
                .withMessageContaining("it returns Callable, whose work WebFlux does not begin");
    }

    private static OperationSource source(StaticListableBeanFactory beans) {
        return new OperationSource(Areas.unset(), text -> text, beans);
    }

    @ParameterizedTest
    @CsvSource({"enabled, false", "operations.service.enabled, false", "operations.other.enabled, true"})
    void operationsAreSwitchedOffTogetherOrByName(String property, boolean enabled) {
        OperationSource named = Sources.with(new OperationSettings(
                true,
                MethodDrivers.kinds(),
                List.of(bound(Map.of("kv.idempotency." + property, "false")).settings())));
        assertThat(named.find(Sources.method(Payments.class, "service"), Payments.class)
                        .all(IdempotentOperation.class)
                        .get(0)
                        .enabled())
                .isEqualTo(enabled);
    }

    static class Constant {

        @Idempotent(name = "constant", key = "'all'")
        public String m(String order) {
            return order;
        }
    }

    @Test
    void aKeyThatIsTheSameForAllCallsIsRefused() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Constant.class))
                .withMessageContaining("@Idempotent(key = \"'all'\") on");
    }
}
