package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompressionTest {

    private static final String PLACE = "shop:cache:pages:1";
    private static final String LONG = "a page of text ".repeat(500);

    private static ResultCodec codec(Compression compression) {
        return ResultCodec.of(new JacksonCodec(), String.class).packed(compression, null);
    }

    private static @Nullable Object decode(ResultCodec codec, byte[] payload) {
        return codec.decode(payload, 0, payload.length, PLACE);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void valueIsReadByEveryReader(Compression compression) {
        byte[] payload = codec(compression).encode(LONG, PLACE);
        for (Compression reader : Compression.values()) {
            assertThat(decode(codec(reader), payload)).isEqualTo(LONG);
        }
        assertThat(payload.length < LONG.length() / 10).isEqualTo(compression != Compression.NONE);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shortValueStaysAsItIs(Compression compression) {
        String text = "x".repeat(Compression.FROM - 1);
        assertThat(codec(compression).encode(text, PLACE))
                .isEqualTo(codec(Compression.NONE).encode(text, PLACE));
        assertThat(decode(codec(compression), codec(compression).encode(null, PLACE)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void valueThatWouldGrowStaysAsItIs(Compression compression) {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        ResultCodec codec = ResultCodec.of(new JacksonCodec(), byte[].class).packed(compression, null);
        byte[] payload = codec.encode(noise, PLACE);
        assertThat(payload).hasSize(noise.length + 13);
        assertThat(decode(codec, payload)).isEqualTo(noise);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void everyFlippedBitIsFound(Compression compression) {
        ResultCodec codec = codec(compression);
        byte[] intact = codec.encode(LONG.substring(0, 1_100), PLACE);
        for (int bit = 0; bit < intact.length * 8; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> decode(codec, damaged)).isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void valueThatClaimsAnotherLengthIsRefused(Compression compression) {
        byte[] small = compression.shrink(LONG.getBytes(StandardCharsets.UTF_8));
        for (int claimed : new int[] {-1, 0, 100, LONG.length() - 1, LONG.length() + 1, Integer.MAX_VALUE}) {
            ByteBuffer.wrap(small).putInt(claimed);
            assertThatThrownBy(() -> compression.expand(small, 0, small.length)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void librariesAreThere() {
        assertThat(Compression.values()).allMatch(Compression::isPresent);
        assertThat(JacksonFormat.values()).allMatch(JacksonFormat::isPresent);
    }

    @Test
    void waysAndFormatsAreNamedAsInProperties() {
        assertThat(Compression.values()).extracting(Compression::toString).containsExactly("none", "lz4", "zstd");
        assertThat(Compression.ZSTD.library()).isEqualTo("com.github.luben:zstd-jni");
        assertThat(JacksonFormat.values()).extracting(JacksonFormat::toString).containsExactly("json", "smile", "cbor");
        assertThat(JacksonFormat.SMILE.library()).contains("smile");
    }

    @Test
    void valuesAreCompressedFromOneKilobyteToTheMostThatIsRead() {
        assertThat(Compression.isWorthwhile(Compression.FROM - 1)).isFalse();
        assertThat(Compression.isWorthwhile(Compression.FROM)).isTrue();
        assertThat(Compression.isWorthwhile(Compression.MOST)).isTrue();
        assertThat(Compression.isWorthwhile(Compression.MOST + 1)).isFalse();
    }
}
