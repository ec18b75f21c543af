package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** Values that are decoded where they lie, between bytes of others. */
class DecodeInPlaceTest {

    private static final Type TEXTS = new TypeReference<List<String>>() {}.getType();
    private static final Codec JSON = new JacksonCodec();

    record Value(Object value, Type type) {}

    static Stream<Value> values() {
        return Stream.of(
                new Value("text", String.class),
                new Value("", String.class),
                new Value("grün \uFFFD \uD83D\uDE00", String.class),
                new Value(new byte[] {1, 2, 3}, byte[].class),
                new Value(List.of("a", "b"), TEXTS),
                new Value(7, Integer.class));
    }

    @ParameterizedTest
    @MethodSource("values")
    void partIsDecodedLikeTheWhole(Value kept) {
        for (Codec codec : List.of(JSON, new FaithfulCodec(JSON), new Copying())) {
            byte[] whole = codec.encode(kept.value(), kept.type());
            byte[] bytes = surrounded(whole);
            assertThat(codec.decode(bytes, 5, whole.length, kept.type())).isEqualTo(kept.value());
            assertThat(bytes).isEqualTo(surrounded(whole));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void payloadIsDecodedWhereItLies(Value kept) {
        ResultCodec results = ResultCodec.ofOptional(JSON, kept.type());
        byte[] payload = results.encode(kept.value(), "a:b");
        assertThat(results.decode(surrounded(payload), 5, payload.length, "a:b"))
                .usingRecursiveComparison()
                .isEqualTo(Optional.of(kept.value()));
        assertThatThrownBy(() -> results.decode(surrounded(payload), 5, payload.length + 1, "a:b"))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> results.decode(surrounded(payload), 4, payload.length, "a:b"))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void arrayThatIsReadIsNotTheLentOne() {
        byte[] bytes = {1, 2, 3};
        assertThat(JSON.decode(bytes, 0, 3, byte[].class)).isNotSameAs(bytes).isEqualTo(bytes);
        assertThat(new Copying().decode(bytes, 0, 3, byte[].class)).isNotSameAs(bytes);
    }

    @Test
    void textThatIsNoTextIsRefused() {
        byte[] damaged = {'a', 'b', (byte) 0xC3, 'c'};
        assertThatThrownBy(() -> JSON.decode(damaged, 1, 2, String.class)).isInstanceOf(CodecException.class);
        assertThat(JSON.decode(damaged, 0, 2, String.class)).isEqualTo("ab");
    }

    private static byte[] surrounded(byte[] part) {
        byte[] bytes = new byte[part.length + 9];
        Arrays.fill(bytes, (byte) '9');
        System.arraycopy(part, 0, bytes, 5, part.length);
        return bytes;
    }

    /** A codec that knows whole arrays only, and keeps those that it is given. */
    private static final class Copying implements Codec {

        @Override
        public byte[] encode(Object value, Type type) {
            return JSON.encode(value, type);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return type == byte[].class ? bytes : JSON.decode(bytes, type);
        }
    }
}
