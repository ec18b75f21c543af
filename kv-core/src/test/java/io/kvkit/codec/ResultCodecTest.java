package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

class ResultCodecTest {

    private static final Codec JSON = new JacksonCodec();
    private static final Type TEXTS = new TypeReference<List<String>>() {}.getType();
    private static final Type NUMBERS = new TypeReference<List<Integer>>() {}.getType();

    record Kept(ResultCodec codec, @Nullable Object result) {}

    static Stream<Kept> kept() {
        return Stream.of(
                new Kept(ResultCodec.of(JSON, String.class), "text"),
                new Kept(ResultCodec.of(JSON, String.class), ""),
                new Kept(ResultCodec.of(JSON, String.class), null),
                new Kept(ResultCodec.of(JSON, Integer.class), 7),
                new Kept(ResultCodec.of(JSON, TEXTS), List.of("a", "b")),
                new Kept(ResultCodec.ofOptional(JSON, TEXTS), Optional.of(List.of("a"))),
                new Kept(ResultCodec.ofOptional(JSON, String.class), Optional.empty()),
                new Kept(ResultCodec.of(JSON, Object.class), Map.of("a", 1)));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void resultIsDecodedAsItWasEncoded(Kept kept) {
        assertThat(kept.codec().decode(kept.codec().encode(kept.result()))).isEqualTo(kept.result());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void everyFlippedBitIsFound(Kept kept) {
        byte[] intact = kept.codec().encode(kept.result());
        for (int bit = 0; bit < intact.length * 8; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> kept.codec().decode(damaged)).isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void truncatedAndProlongedPayloadsAreFound(Kept kept) {
        byte[] intact = kept.codec().encode(kept.result());
        for (int length = 0; length <= intact.length + 1; length++) {
            if (length != intact.length) {
                byte[] other = Arrays.copyOf(intact, length);
                assertThatThrownBy(() -> kept.codec().decode(other)).isInstanceOf(CodecException.class);
            }
        }
    }

    @Test
    void payloadOfAnotherDeclaredTypeIsRefused() {
        byte[] numbers = ResultCodec.of(JSON, NUMBERS).encode(List.of());
        for (Type other : List.of(TEXTS, List.class, Object.class, String.class, byte[].class)) {
            ResultCodec codec = ResultCodec.of(JSON, other);
            assertThatThrownBy(() -> codec.decode(numbers))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("declared type");
        }
        byte[] absent = ResultCodec.of(JSON, NUMBERS).encode(null);
        assertThatThrownBy(() -> ResultCodec.of(JSON, TEXTS).decode(absent)).isInstanceOf(CodecException.class);
    }

    @Test
    void nullCountsAsEmptyForAnOptional() {
        ResultCodec codec = ResultCodec.ofOptional(JSON, String.class);
        assertThat(codec.decode(codec.encode(null))).isEqualTo(Optional.empty());
    }

    @Test
    void absentResultsAreNullAndEmpty() {
        assertThat(ResultCodec.isAbsent(null)).isTrue();
        assertThat(ResultCodec.isAbsent(Optional.empty())).isTrue();
        assertThat(ResultCodec.isAbsent(Optional.of(""))).isFalse();
        assertThat(ResultCodec.isAbsent("")).isFalse();
    }
}
