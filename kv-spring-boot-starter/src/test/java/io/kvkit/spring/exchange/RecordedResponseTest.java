package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.codec.CodecException;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordedResponseTest {

    private static final byte[] BODY = "{\"name\":\"Käse\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void responseSurvivesItsBytes() {
        RecordedResponse read = RecordedResponse.fromBytes(response().toBytes());
        assertThat(read.status()).isEqualTo(201);
        assertThat(read.headers()).isEqualTo(response().headers());
        assertThat(read.body()).isEqualTo(BODY);
        assertThat(read.retained()).isTrue();
        assertThat(read.header("location")).isEqualTo("/käse/1");
    }

    @Test
    void firstVersionIsReadForever() {
        byte[] stored = HexFormat.of()
                .parseHex("01" + "f5303683" + "0100c80001" + "00000004" + "45546167" + "00000003" + "227822" + "6f6b");
        RecordedResponse read = RecordedResponse.fromBytes(stored);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.headers()).containsExactly(new Header("ETag", "\"x\""));
        assertThat(read.body()).asString().isEqualTo("ok");
        assertThat(read.toBytes()).isEqualTo(stored);
    }

    @Test
    void tombstoneKeepsStatusAndLocationOnly() {
        RecordedResponse read = RecordedResponse.fromBytes(
                RecordedResponse.notRetained(201, "/orders/1").toBytes());
        assertThat(read.retained()).isFalse();
        assertThat(read.status()).isEqualTo(201);
        assertThat(read.header("Location")).isEqualTo("/orders/1");
        assertThat(read.body()).isEmpty();
    }

    @Test
    void tombstoneMayHaveNoLocation() {
        RecordedResponse read = RecordedResponse.fromBytes(
                RecordedResponse.notRetained(204, null).toBytes());
        assertThat(read.headers()).isEmpty();
        assertThat(read.status()).isEqualTo(204);
    }

    @Test
    void errorKeepsItsMessage() {
        RecordedResponse read = RecordedResponse.fromBytes(
                RecordedResponse.error(404, List.of(), "no Käse").toBytes());
        assertThat(read.kind()).isEqualTo(Kind.ERROR);
        assertThat(read.retained()).isTrue();
        assertThat(read.message()).isEqualTo("no Käse");
        assertThat(RecordedResponse.error(404, List.of(), null).message()).isNull();
    }

    @Test
    void largeBodyAndEmptyHeaderSurviveToo() {
        RecordedResponse large = RecordedResponse.of(200, List.of(new Header("X-Note", "")), new byte[100_000]);
        RecordedResponse read = RecordedResponse.fromBytes(large.toBytes());
        assertThat(read.headers()).containsExactly(new Header("X-Note", ""));
        assertThat(read.body()).hasSize(100_000);
    }

    @Test
    void partOfTheContentIsKnownByItsStatusAndItsHeaders() {
        Header range = new Header("Content-Range", "bytes 0-1/9");
        Header ranges = new Header("Content-Type", "multipart/byteranges; boundary=1");
        assertThat(with(206, range).isPart()).isTrue();
        assertThat(with(206, ranges).isPart()).isTrue();
        assertThat(with(206, new Header("Content-Type", "text/plain")).isPart()).isFalse();
        assertThat(with(206).isPart()).isFalse();
        assertThat(with(200, range).isPart()).isFalse();
        assertThat(with(200, ranges).header("content-type")).startsWith("multipart");
        assertThat(with(200).header("Content-Type")).isNull();
    }

    private static RecordedResponse with(int status, Header... headers) {
        return RecordedResponse.of(status, List.of(headers), BODY);
    }

    @Test
    void everyCutIsAnError() {
        byte[] bytes = response().toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(CodecException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> RecordedResponse.fromBytes(cut));
        }
    }

    @Test
    void everyChangedByteIsAnError() {
        byte[] bytes = response().toBytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 4;
            assertThatExceptionOfType(CodecException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> RecordedResponse.fromBytes(changed));
        }
    }

    @Test
    void foreignBytesAreAnError() {
        byte[] json = "{\"status\":200}".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> RecordedResponse.fromBytes(json));
        byte[] hugeText = HexFormat.of().parseHex("01" + "0b24ec6d" + "0100c800017fffffff45");
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> RecordedResponse.fromBytes(hugeText));
    }

    @Test
    void negativeLengthWithAnIntactChecksumIsAnError() {
        byte[] bytes = HexFormat.of().parseHex("01" + "00000000" + "0100c80001ffffffff45");
        CRC32C crc = new CRC32C();
        crc.update(bytes, 5, bytes.length - 5);
        ByteBuffer.wrap(bytes).putInt(1, (int) crc.getValue());
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> RecordedResponse.fromBytes(bytes));
    }

    private static RecordedResponse response() {
        return RecordedResponse.of(
                201,
                List.of(
                        new Header("Location", "/käse/1"),
                        new Header("Link", "</a>; rel=next"),
                        new Header("Link", "</b>; rel=prev")),
                BODY);
    }
}
