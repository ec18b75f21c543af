package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.json.JsonMapper;

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

    @Test
    void codecsReadEachOtherIfTypeFormatAndSealAreTheSame() {
        ResultCodec texts = ResultCodec.of(JSON, TEXTS);
        KvKeyring keys = KvKeyring.builder()
                .key("a", "A".repeat(32).getBytes(StandardCharsets.US_ASCII))
                .build();

        assertThat(texts.isOptional()).isFalse();
        assertThat(texts.readsAs(ResultCodec.of(JSON, TEXTS))).isTrue();
        assertThat(texts.readsAs(ResultCodec.of(JSON, NUMBERS))).isFalse();
        assertThat(texts.readsAs(ResultCodec.of(new JacksonCodec(JsonMapper.shared(), JacksonFormat.CBOR), TEXTS)))
                .isFalse();
        assertThat(texts.readsAs(texts.packed(Compression.LZ4, null))).isTrue();
        assertThat(texts.readsAs(texts.packed(Compression.NONE, keys))).isFalse();
        assertThat(texts.packed(Compression.NONE, keys).readsAs(texts)).isFalse();
        assertThat(texts.packed(Compression.NONE, keys).readsAs(texts.packed(Compression.LZ4, keys)))
                .isTrue();
    }

    @Test
    void resultIsDeliveredInAnOptionalOrNotForTheSameValues() {
        ResultCodec plain = ResultCodec.of(JSON, String.class);
        ResultCodec optional = ResultCodec.ofOptional(JSON, String.class);

        assertThat(optional.isOptional()).isTrue();
        assertThat(plain.readsAs(optional)).isFalse();
        assertThat(plain.readsValuesOf(optional)).isTrue();
        assertThat(plain.delivered("a")).isEqualTo("a");
        assertThat(plain.delivered(Optional.of("a"))).isEqualTo("a");
        assertThat(plain.delivered(Optional.empty())).isNull();
        assertThat(optional.delivered("a")).isEqualTo(Optional.of("a"));
        assertThat(optional.delivered(Optional.of("a"))).isEqualTo(Optional.of("a"));
        assertThat(optional.delivered(null)).isEqualTo(Optional.empty());
    }

    @Test
    void validatorPrecedesTheValue() {
        ResultCodec codec = ResultCodec.of(JSON, String.class);
        String longest = "x".repeat(0xFFFF);
        for (String validator : List.of("", "\"v1\"", "\u00e4", longest)) {
            byte[] payload = codec.encode("text", validator, "here");
            assertThat(codec.validator(payload, 0, payload.length, "here")).isEqualTo(validator);
            assertThat(codec.decode(payload, 0, payload.length, "here")).isEqualTo("text");
        }
        byte[] without = codec.encode("text", "here");
        assertThat(codec.validator(without, 0, without.length, "here")).isNull();
    }

    @Test
    void payloadOfAPlaceIsRefusedInAnyOther() {
        ResultCodec codec = ResultCodec.of(JSON, String.class);
        byte[] payload = codec.encode("text", "shop:1");
        for (String other : List.of("shop:2", "shop:", "shop:11", "")) {
            assertThatThrownBy(() -> codec.decode(payload, 0, payload.length, other))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("another place");
        }
        assertThat(codec.decode(payload, 0, payload.length, "shop:1")).isEqualTo("text");
    }

    @Test
    void formOfAPayloadIsKnownWithoutItsKey() {
        KvKeyring keys = KvKeyring.builder()
                .key("a", "A".repeat(32).getBytes(StandardCharsets.US_ASCII))
                .build();
        ResultCodec codec = ResultCodec.of(JSON, String.class);
        ResultCodec packed = codec.packed(Compression.LZ4, keys);

        assertThat(codec.form(codec.encode("a", "here"), 0))
                .isEqualTo(new PayloadForm("json", false, Compression.NONE, false));
        assertThat(codec.form(codec.encode(null, "here"), 0))
                .isEqualTo(new PayloadForm("json", false, Compression.NONE, true));
        assertThat(codec.form(packed.encode("a".repeat(5_000), "here"), 0))
                .isEqualTo(new PayloadForm("json", true, Compression.LZ4, false));
        assertThat(ResultCodec.of(JSON, NUMBERS).form(codec.encode("a", "here"), 0))
                .isEqualTo(new PayloadForm(null, false, Compression.NONE, false));
    }

    @Test
    void formIsThatOfThePayloadAtItsOffset() {
        ResultCodec codec = ResultCodec.of(JSON, String.class);
        byte[] payload = codec.encode("a", "here");
        byte[] within = new byte[payload.length + 3];
        System.arraycopy(payload, 0, within, 3, payload.length);

        assertThat(codec.form(within, 3)).isEqualTo(codec.form(payload, 0));
        assertThat(codec.form(within, within.length - Payload.HEAD + 1)).isNull();
        assertThat(codec.form(within, within.length - Payload.HEAD)).isNotNull();
    }

    @Test
    void codecWithoutDescriptionsIsNamedByItsClass() {
        Codec bare = new Codec() {
            @Override
            public byte[] encode(Object value, Type type) {
                return new byte[0];
            }

            @Override
            public Object decode(byte[] bytes, Type type) {
                return bytes.length;
            }
        };

        assertThat(bare.format()).isEqualTo(bare.getClass().getName());
        assertThat(bare.structure(TEXTS)).isEqualTo(TEXTS.getTypeName());
        assertThat(bare.obstacle(TEXTS)).isNull();
        assertThat(bare.decode(new byte[5], 1, 3, TEXTS)).isEqualTo(3);
        assertThatThrownBy(() -> bare.decodeCompatible(new byte[5], 1, 3, TEXTS))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("another structure");
    }
}
