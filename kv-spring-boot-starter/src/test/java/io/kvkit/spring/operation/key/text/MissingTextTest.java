package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Texts of null, blank and JSON. */
class MissingTextTest {

    private static String text(Object value) {
        return Objects.requireNonNull(new KeyText(Nulls.VALUE, KeyForms.withoutBeans()).of(value));
    }

    @Test
    void nullIsNoTextWhereItIsMissing() {
        KeyText text = new KeyText(Nulls.MISSING, KeyForms.withoutBeans());
        assertThat(text.of(null)).isNull();
        assertThat(text.of(Optional.empty())).isNull();
        assertThat(text.of(Arrays.asList("a", null))).isNull();
        assertThat(text.of(List.of("a", List.of(Optional.empty())))).isNull();
        assertThat(text.of(Map.of("a", Optional.empty()))).isNull();
        assertThat(text.of(List.of("a", "b"))).isEqualTo("[a,b]");
    }

    static Stream<Object> blanks() {
        return Stream.of(
                "",
                " ",
                '\u00a0',
                new StringBuilder("\u200b"),
                new byte[0],
                OptionalLong.empty(),
                Optional.of(Optional.empty()),
                json("null"),
                json("''"),
                json("' '"),
                json("{}").path("id"),
                jackson2("{\"id\":null}").path("id"),
                jackson2("{}").path("id"),
                jackson2("[\" \"]").path(0));
    }

    @ParameterizedTest
    @MethodSource("blanks")
    void whatIsBlankIsNoTextWhereItIsMissing(Object blank) {
        KeyText text = new KeyText(Nulls.MISSING, KeyForms.withoutBeans());
        assertThat(text.of(blank)).isNull();
        assertThat(text.of(List.of("a", blank))).isNull();
        assertThat(text.of(List.of("a", List.of(Optional.of(blank))))).isNull();
        assertThat(text.of(Map.of("a", blank))).isNull();
        assertThat(text(blank)).isNotEmpty();
    }

    @Test
    void jsonIsTheKeyOfWhatItHolds() {
        assertThat(text(json("1"))).isEqualTo(text(1)).isEqualTo(text(json("'1'")));
        assertThat(text(json("10.50"))).isEqualTo(text(new BigDecimal("10.5")));
        assertThat(text(json("true"))).isEqualTo(text(true));
        assertThat(text(json("[1,'a']"))).isEqualTo(text(List.of(1, "a")));
        assertThat(text(json("{'a':1,'b':[true,null]}")))
                .isEqualTo(text(json("{'b':[true,null],'a':1.0}")))
                .isEqualTo(text(jackson2("{\"b\":[true,null],\"a\":1}")))
                .isEqualTo(text(new TreeMap<>(Map.of("a", 1, "b", Arrays.asList(true, null)))));
        assertThat(text(json("123456789012345678901234567890.1")))
                .isEqualTo(text(jackson2("123456789012345678901234567890.1")))
                .isEqualTo("123456789012345678901234567890.1");
        assertThat(Stream.of("{}", "[]", "[{}]", "{'a':'1,b'}", "{'a':'1','b':''}", "null", "'null'", "'[]'")
                        .map(json -> text(json(json))))
                .doesNotHaveDuplicates();
    }

    private static JsonNode json(String text) {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(text.replace('\'', '"'));
    }

    private static com.fasterxml.jackson.databind.JsonNode jackson2(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public record Customer(@Nullable String id) {}

    public record Parcel(Optional<Customer> customer) {}

    static class Parcels {

        @DedupeEvent(key = "#parcel.customer?.id")
        public void inPath(Parcel parcel) {}

        @DedupeEvent(key = "{'a', #parcel.customer}")
        public void inList(Parcel parcel) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"inPath", "inList"})
    void anEmptyOptionalInAPathIdentifiesNoEvent(String method) {
        KeyPlan event = Objects.requireNonNull(
                        Sources.operations(Parcels.class, method).only(DedupeOperation.class))
                .key();
        assertThat(event.idIfPresent(call(method, Optional.empty()))).isNull();
        assertThat(event.idIfPresent(call(method, Optional.of(new Customer(null)))))
                .isNull();
        assertThat(event.idIfPresent(call(method, Optional.of(new Customer(" ")))))
                .isNull();
        assertThat(event.idIfPresent(call(method, Optional.of(new Customer("7")))))
                .contains("7");
    }

    private static Invocation call(String method, Optional<Customer> customer) {
        return Sources.call(Parcels.class, method, new Parcel(customer));
    }
}
