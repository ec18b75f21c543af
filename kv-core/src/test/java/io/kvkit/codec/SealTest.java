package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealTest {

    private static final String PLACE = "shop:cache:patients:1";
    private static final KvKeyring OLD =
            KvKeyring.builder().key("old", secret(1)).build();
    private static final KvKeyring BOTH =
            KvKeyring.builder().key("new", secret(2)).key("old", secret(1)).build();
    private static final KvKeyring NEW =
            KvKeyring.builder().key("new", secret(2)).build();

    private static byte[] secret(int fill) {
        byte[] secret = new byte[KvKeyring.SECRET_BYTES];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }

    private static ResultCodec codec(@Nullable KvKeyring keyring) {
        return ResultCodec.ofOptional(new JacksonCodec(), String.class).packed(Compression.NONE, keyring);
    }

    private static @Nullable Object decode(ResultCodec codec, byte[] payload, String place) {
        return codec.decode(payload, 0, payload.length, place);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void sealedValueIsReadAndNotSeen(Compression compression) {
        ResultCodec codec = ResultCodec.of(new JacksonCodec(), String.class).packed(compression, OLD);
        String text = "secret text ".repeat(200);
        byte[] payload = codec.encode(text, PLACE);
        assertThat(decode(codec, payload, PLACE)).isEqualTo(text);
        assertThat(new String(payload, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void absentResultIsSealedToo() {
        byte[] payload = codec(OLD).encode(Optional.empty(), PLACE);
        assertThat(decode(codec(OLD), payload, PLACE)).isEqualTo(Optional.empty());
    }

    @Test
    void oldKeyOpensWhatItSealedAfterANewKeySeals() {
        byte[] before = codec(OLD).encode(Optional.of("x"), PLACE);
        byte[] after = codec(BOTH).encode(Optional.of("x"), PLACE);
        assertThat(decode(codec(BOTH), before, PLACE)).isEqualTo(Optional.of("x"));
        assertThat(decode(codec(NEW), after, PLACE)).isEqualTo(Optional.of("x"));
        assertThatThrownBy(() -> decode(codec(OLD), after, PLACE)).isInstanceOf(SealBrokenException.class);
        assertThatThrownBy(() -> decode(codec(NEW), before, PLACE)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void sealIsBrokenInAnyOtherPlace() {
        byte[] payload = codec(OLD).encode(Optional.of("x"), PLACE);
        for (String other : Set.of("shop:cache:patients:2", "shop:cache:clients:1", "other:cache:patients:1", "")) {
            assertThatThrownBy(() -> decode(codec(OLD), payload, other)).isInstanceOf(SealBrokenException.class);
        }
    }

    @Test
    void everyFlippedBitBreaksTheSeal() {
        byte[] intact = codec(OLD).encode(Optional.of("x"), PLACE);
        for (int bit = 0; bit < intact.length * 8; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> decode(codec(OLD), damaged, PLACE)).isInstanceOf(SealBrokenException.class);
        }
    }

    @Test
    void truncatedPayloadIsRefused() {
        byte[] intact = codec(OLD).encode(Optional.of("x"), PLACE);
        for (int length = 0; length < intact.length; length++) {
            byte[] damaged = Arrays.copyOf(intact, length);
            assertThatThrownBy(() -> decode(codec(OLD), damaged, PLACE))
                    .isInstanceOfAny(SealBrokenException.class, CodecException.class);
        }
    }

    @Test
    void openAndSealedCachesDoNotReadEachOther() {
        byte[] open = codec(null).encode(Optional.of("x"), PLACE);
        byte[] sealed = codec(OLD).encode(Optional.of("x"), PLACE);
        assertThatThrownBy(() -> decode(codec(OLD), open, PLACE))
                .isInstanceOf(SealBrokenException.class)
                .hasMessageContaining("not sealed");
        assertThatThrownBy(() -> decode(codec(null), sealed, PLACE)).isInstanceOf(CodecException.class);
    }

    @Test
    void noTwoPayloadsAreAlike() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(Arrays.toString(codec(OLD).encode(Optional.of("x"), PLACE))))
                    .isTrue();
        }
    }

    @Test
    void keyringTellsWhatIsWrongAndNoSecret() {
        KvKeyring.Builder keys = KvKeyring.builder().key("a", secret(65));
        assertThatThrownBy(() -> keys.key("b", "BBBBBBBB".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The key \"b\" has 64 bits, but AES-256 needs 256");
        assertThatThrownBy(() -> keys.key("a", secret(66))).hasMessageContaining("Two keys have the id \"a\"");
        assertThatThrownBy(() -> keys.key("not a name", secret(66))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KvKeyring.builder().build()).isInstanceOf(IllegalArgumentException.class);
        assertThat(keys.build()).hasToString("KvKeyring[a]");
    }
}
