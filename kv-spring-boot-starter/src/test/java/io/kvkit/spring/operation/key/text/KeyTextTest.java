package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTextTest {

    enum Color {
        RED {
            @Override
            public String toString() {
                return "rouge";
            }
        }
    }

    record Point(int x, int y) {}

    record Size2(int x, int y) {}

    record Line(Point from, Point to) {}

    record Blob(byte[] bytes) {}

    sealed interface Filter permits All, None, Above, Below {}

    record All() implements Filter {}

    record None() implements Filter {}

    record Above(int price) implements Filter {}

    record Below(int price) implements Filter {}

    interface Size {}

    enum Shirt implements Size {
        LARGE {
            @Override
            public String toString() {
                return "Large";
            }
        }
    }

    enum Pizza implements Size, Serializable {
        LARGE
    }

    enum Plainly implements Serializable {
        LARGE
    }

    static class Plain {}

    private static String text(Object value) {
        return Objects.requireNonNull(new KeyText(Nulls.VALUE, KeyForms.withoutBeans()).of(value));
    }

    static Stream<List<Object>> equalKeys() {
        UUID uuid = UUID.fromString("0b5a4a3e-7a3c-4e0c-9d63-1f7a0f9be1f1");
        return Stream.of(
                List.of(1, 1L, (short) 1, (byte) 1, "1", BigInteger.ONE, BigDecimal.ONE, '1', new StringBuilder("1")),
                List.of(new BigDecimal("1.5"), new BigDecimal("1.50"), 1.5d, 1.5f, "1.5"),
                List.of(new BigDecimal("1E+3"), 1000, "1000"),
                List.of(true, "true"),
                List.of(Color.RED, "RED"),
                List.of(Plainly.LARGE, "LARGE"),
                List.of(uuid, uuid.toString()),
                List.of(LocalDate.of(2026, 1, 2), "2026-01-02"),
                List.of(Duration.ofSeconds(90), "PT1M30S"),
                List.of(
                        List.of(1, "a"),
                        Arrays.asList("1", 'a'),
                        new Object[] {1L, "a"},
                        new ArrayList<>(List.of(1, "a"))),
                List.of(new int[] {1, 2}, new long[] {1, 2}, List.of(1, 2)),
                List.of(set(1, 2, 3), set(3, 2, 1), set("2", "1", "3")),
                List.of(map("a", 1, "b", 2), map("b", 2, "a", 1)),
                List.of(List.of(Optional.of(1)), List.of(1)),
                List.of(new byte[] {1, (byte) 0xff}, "01ff"),
                List.of(new Blob(new byte[] {1}), new Blob(new byte[] {1})),
                List.of(new Date(5), Instant.ofEpochMilli(5)),
                List.of(Locale.GERMANY, "de-DE"));
    }

    @ParameterizedTest
    @MethodSource("equalKeys")
    void equalValuesAreOneKey(List<Object> values) {
        assertThat(values).extracting(KeyTextTest::text).containsOnly(text(values.get(0)));
    }

    @Test
    void constantsOfTwoEnumsOfOneInterfaceAreNotOneKey() {
        assertThat(text(Shirt.LARGE)).isEqualTo("\\c" + Shirt.class.getName() + "[LARGE]");
        assertThat(text(Pizza.LARGE)).isNotEqualTo(text(Shirt.LARGE));
        assertThat(text(Plainly.LARGE)).isEqualTo("LARGE");
    }

    // All of these are different keys: among them every way to smuggle a delimiter into a part.
    private static List<Object> differentKeys() {
        List<Object> corpus = new ArrayList<>(List.of(
                "", " ", "a", "A", "null", "a:b", "a,b", "[a,b]", "[a]", "[]", "[,]", "\\", "\\\\", "\\e", "\\0", "\\a",
                "a|b", "a\\,b", "a\\|b", "\u0000", "é", "e\u0301"));
        corpus.addAll(List.of(
                List.of(),
                List.of(""),
                List.of("", ""),
                List.of("a"),
                List.of("a", "b"),
                List.of("b", "a"),
                List.of("a,b"),
                List.of("a", "b", ""),
                List.of("", "a", "b"),
                List.of("[a", "b]"),
                List.of("a]", "[b"),
                List.of("a\\", "b"),
                List.of("a", "\\b"),
                List.of("a:b", "c"),
                List.of("a", "b:c"),
                List.of("a|b"),
                List.of("a", "|b")));
        corpus.addAll(List.of(
                List.of("null"),
                List.of("\\0"),
                Collections.singletonList(null),
                Arrays.asList(null, null),
                List.of(List.of("a"), "b"),
                List.of("a", List.of("b")),
                List.of(List.of("a", "b")),
                List.of(List.of()),
                List.of(List.of(), List.of()),
                new Line(new Point(1, 2), new Point(3, 4)),
                new Point(1, 2),
                new Size2(1, 2),
                List.of(1, 2),
                set(1, 2),
                Map.entry(1, 2),
                map(1, 2),
                Map.entry("a=b", "c"),
                Map.entry("a", "b=c"),
                List.of(1, 2, 3, 4),
                Shirt.LARGE,
                Pizza.LARGE,
                "LARGE",
                List.of("LARGE"),
                List.of(Shirt.LARGE),
                List.of(Pizza.LARGE),
                set("x", "y"),
                map("a", "b"),
                map("a", "b", "c", "d"),
                map("a=b", "c"),
                map("a", "b=c"),
                1.0d,
                -0.0d,
                0.0d,
                1,
                -1,
                new Timestamp(5)));
        return corpus;
    }

    @Test
    void differentValuesAreDifferentKeys() {
        List<Object> corpus = differentKeys();
        Map<String, Object> seen = new HashMap<>();
        for (Object value : corpus) {
            Object other = seen.put(text(value), value);
            assertThat(other)
                    .as("%s has the text of another: %s", value, text(value))
                    .isNull();
        }
        assertThat(seen).hasSameSizeAs(corpus);
    }

    @Test
    void recordsOfOneInterfaceAreDifferentKeys() {
        assertThat(Stream.of(new All(), new None(), new Above(7), new Below(7), List.of(), List.of(7))
                        .map(KeyTextTest::text))
                .doesNotHaveDuplicates();
        assertThat(text(List.of(new Above(7)))).isNotEqualTo(text(List.of(new Below(7))));
        assertThat(text(new Above(7))).isEqualTo(text(new Above(7)));
    }

    @Test
    void buffersWithOtherBytesAreDifferentKeys() {
        ByteBuffer one = ByteBuffer.wrap(new byte[] {0, 1}, 1, 1);
        assertThat(text(one))
                .isNotEqualTo(text(ByteBuffer.wrap(new byte[] {2})))
                .isEqualTo("01");
        assertThat(one.remaining()).isEqualTo(1);
    }

    @Test
    void pairsOfAnyTwoTextsAreDifferentKeys() {
        List<String> parts = List.of("", "a", ",", "[", "]", "|", "\\", "a,", ",a", "\\,", "[]", "\\e", "\\0", "]|[");
        Set<String> seen = new LinkedHashSet<>();
        for (String first : parts) {
            for (String second : parts) {
                assertThat(seen.add(text(List.of(first, second))))
                        .as("%s + %s", first, second)
                        .isTrue();
                assertThat(seen.add(text(List.of(List.of(first), second)))).isTrue();
            }
        }
    }

    @Test
    void plainTextsAreTheirOwnKeys() {
        assertThat(text("evt_1:x/y-Z.7@example.org")).isEqualTo("evt_1:x/y-Z.7@example.org");
        assertThat(text(List.of("acme", 7))).isEqualTo("[acme,7]");
    }

    @Test
    void whatHasNoTextIsRefusedByItsClass() {
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(new Plain()))
                .withMessage(Plain.class.getName() + ", which has no state that distinguishes two of its objects");
        assertThatExceptionOfType(NoKeyTextException.class).isThrownBy(() -> text(List.of(1, new Plain())));
        assertThatExceptionOfType(NoKeyTextException.class).isThrownBy(() -> text((Runnable) () -> {}));
    }

    @Test
    void aListInItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(list))
                .withMessage("something nested deeper than 32 levels");
    }

    @Test
    void hugeDecimalsAreShortKeys() {
        assertThat(text(new BigDecimal("1E+999999999"))).hasSizeLessThan(20);
    }

    private static Set<Object> set(Object... values) {
        return new LinkedHashSet<>(List.of(values));
    }

    private static Map<Object, Object> map(Object... pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
