package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Declared types: whether their values differ in kind, what they are named, and how often values are checked. */
class OpenTypesTest {

    record Node(String name, Node next) {}

    record Holder(Object value) {}

    record Of(List<Runnable> works) {}

    enum Sign {
        PLUS {
            @Override
            int of(int number) {
                return number;
            }
        };

        abstract int of(int number);
    }

    interface Closed<T> {

        String text();

        int number();

        List<String> list();

        Map<String, List<Node>> map();

        Collection<String> collection();

        Map.Entry<String, Sign> entry();

        AbstractList<String> abstractList();

        List<? extends String> bounded();

        Sign sign();

        Node node();

        String[] array();

        int[] numbers();

        List<String>[] lists();

        T variable();
    }

    interface Open {

        Object object();

        Runnable work();

        Number number();

        List<Object> list();

        List<?> any();

        Map<String, List<Runnable>> map();

        Object[] array();

        List<Object>[] lists();

        Holder holder();

        Of of();
    }

    static List<Method> closed() {
        return methods(Closed.class);
    }

    static List<Method> open() {
        return methods(Open.class);
    }

    // The order of reflection differs from run to run.
    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("closed")
    void valuesOfOneKindSaySomethingAboutTheNext(Method declared) {
        assertThat(OpenTypes.isOpen(declared.getGenericReturnType())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("open")
    void valuesOfSeveralKindsDoNot(Method declared) {
        assertThat(OpenTypes.isOpen(declared.getGenericReturnType())).isTrue();
    }

    private static Type type(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getGenericReturnType();
    }

    @Test
    void typesAreNamedWithoutWhatMayChange() {
        assertThat(PlainNames.of(type(Closed.class, "map")))
                .isEqualTo("java.util.Map<java.lang.String,java.util.List<Node>>");
        assertThat(PlainNames.of(type(Closed.class, "array"))).isEqualTo("java.lang.String[]");
        assertThat(PlainNames.of(type(Closed.class, "lists"))).isEqualTo("java.util.List<java.lang.String>[]");
        assertThat(PlainNames.of(type(Closed.class, "bounded"))).isEqualTo("java.util.List<?<java.lang.String><>>");
        assertThat(PlainNames.of(type(Closed.class, "variable"))).isEqualTo("T");
    }

    @Test
    void theFirstValuesAreCheckedAndASampleLater() {
        Trust trust = new Trust(false);
        for (int i = 0; i <= Trust.FIRST; i++) {
            assertThat(trust.asksForProof()).as("value %s", i).isTrue();
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < Trust.SAMPLE; i++) {
                assertThat(trust.asksForProof()).as("value %s of the sample", i).isFalse();
            }
            assertThat(trust.asksForProof()).as("the sample").isTrue();
        }
        trust.lost();
        assertThat(trust.asksForProof()).isTrue();
        assertThat(trust.asksForProof()).isTrue();
    }

    @Test
    void valuesOfOpenTypesAreAlwaysChecked() {
        Trust trust = new Trust(true);
        for (int i = 0; i < 2 * Trust.FIRST; i++) {
            assertThat(trust.asksForProof()).isTrue();
        }
    }

    @Test
    void bytesAndTextsHaveTheirOwnCodecsOnly() {
        byte[] bytes = "text".getBytes(StandardCharsets.UTF_8);
        assertThat(RawCodec.STRING.format()).isEqualTo("string");
        assertThat(RawCodec.STRING.encode("text", String.class)).isEqualTo(bytes);
        assertThat(RawCodec.STRING.decode(bytes, String.class)).isEqualTo("text");
        assertThat(RawCodec.BYTES.decode(bytes, 1, 2, byte[].class)).isEqualTo(new byte[] {'e', 'x'});
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> RawCodec.STRING.encode("text", Object.class))
                .withMessageContaining("The codec string has no values of");
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> RawCodec.BYTES.decode(bytes, String.class));
    }
}
