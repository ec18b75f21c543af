package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.recipe.once.IdempotencyKeyInvalidException;
import io.kvkit.spring.exchange.FixedExchange.FixedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyHeaderTest {

    @Test
    void absentHeaderIsNoKey() {
        assertThat(IdempotencyKeyHeader.parse(List.of(), "Idempotency-Key")).isNull();
    }

    @Test
    void keyIsReadFromTheHeaderOfTheRequest() {
        var headers = Map.of("Idempotency-Key", List.of("abc"));
        var exchange = new FixedExchange(new FixedRequest("POST", "/orders", null, null, headers));
        assertThat(IdempotencyKeyHeader.read(exchange, "Idempotency-Key")).isEqualTo("abc");
        assertThat(IdempotencyKeyHeader.read(exchange, "X-Key")).isNull();
        assertThat(exchange.header("Idempotency-Key")).isEqualTo("abc");
        assertThat(exchange.header("X-Key")).isNull();
    }

    @Test
    void bareAndQuotedFormAreTheSameKey() {
        assertThat(parse("8e03978e-40d5")).isEqualTo("8e03978e-40d5");
        assertThat(parse("\"8e03978e-40d5\"")).isEqualTo("8e03978e-40d5");
        assertThat(parse("  \"8e03978e-40d5\" ")).isEqualTo("8e03978e-40d5");
    }

    @Test
    void quotedFormMayEscapeQuotesAndBackslashes() {
        assertThat(parse("\"a\\\"b\\\\c,d\"")).isEqualTo("a\"b\\c,d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc\";v=1",
                "\"abc\";v",
                "\"abc\"; v=1.5;w=?0",
                "\"abc\";v=token/x:y;*k=\"a \\\"b\\\" ;c\"",
                "\"abc\";v=:aGk=:;w=@1659578233;x=%\"f%c3%bc\" "
            })
    void parametersOfAQuotedKeyAreIgnored(String value) {
        assertThat(parse(value)).isEqualTo("abc");
    }

    @Test
    void endlessParametersAreRefused() {
        assertThat(parse("\"abc\";v=" + "1".repeat(990))).isEqualTo("abc");
        assertThat(parse("\"abc\";v=" + "1".repeat(997))).isEqualTo("abc");
        assertRefused("\"abc\";v=" + "1".repeat(998));
        assertRefused("\"abc\";v=\"" + "\\\"".repeat(20_000) + '"');
    }

    @Test
    void keyOf255CharactersIsTakenAndOneMoreIsNot() {
        assertThat(parse("k".repeat(255))).hasSize(255);
        assertRefused("k".repeat(256));
        assertRefused("k".repeat(10_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\"\"",
                "\"",
                "\"abc",
                "abc\"",
                "a\"b",
                "\"a\"b\"",
                "\"abc\\\"",
                "\"a\\bc\"",
                "\"abc\" ;v=1",
                "\"abc\";",
                "\"abc\";=1",
                "\"abc\";V=1",
                "\"abc\";v=",
                "\"abc\";v=\"1",
                "\"abc\";v=1, \"b\"",
                "\"abc\"v=1",
                "a b",
                "a\tb",
                "\"a b\"",
                "a,b",
                ",a",
                "\"abc\\",
                "a, b",
                "schlüssel",
                "a\u0000b",
                "a\u007fb",
                "\"a\"\"b\""
            })
    void malformedKeyIsRefused(String value) {
        assertRefused(value);
    }

    @Test
    void twoValuesAreRefused() {
        assertThatExceptionOfType(IdempotencyKeyInvalidException.class)
                .isThrownBy(() -> IdempotencyKeyHeader.parse(List.of("a", "a"), "Idempotency-Key"))
                .withMessage("The header Idempotency-Key must have one value, but has 2")
                .satisfies(e -> assertThat(e.code()).isEqualTo("idempotency-key-invalid"));
    }

    private static String parse(String value) {
        return IdempotencyKeyHeader.parse(List.of(value), "Idempotency-Key");
    }

    private static void assertRefused(String value) {
        assertThatExceptionOfType(IdempotencyKeyInvalidException.class).isThrownBy(() -> parse(value));
    }
}
