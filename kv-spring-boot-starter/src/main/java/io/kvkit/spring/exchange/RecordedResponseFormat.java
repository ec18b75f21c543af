package io.kvkit.spring.exchange;

import io.kvkit.codec.CodecException;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a recorded response, big-endian: version 1, CRC-32C of all the rest 4, kind 1 (0 = not retained, 1 = whole, 2 = error), status 2,
 * number of headers 2, then per header the length (4) and UTF-8 bytes of name and value, then the body up to the end.
 */
final class RecordedResponseFormat {

    private static final int VERSION = 1;
    private static final int PREFIX = 5;

    private RecordedResponseFormat() {}

    static byte[] write(RecordedResponse response) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + response.body().length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(0);
            out.writeByte(response.kind().code());
            out.writeShort(response.status());
            out.writeShort(response.headers().size());
            for (Header header : response.headers()) {
                writeText(out, header.name());
                writeText(out, header.value());
            }
            out.write(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] written = bytes.toByteArray();
        ByteBuffer.wrap(written).putInt(1, checksum(written));
        return written;
    }

    static RecordedResponse read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readUnsignedByte() != VERSION || in.readInt() != checksum(bytes)) {
                throw foreign(null);
            }
            Kind kind = kind(in.readUnsignedByte());
            int status = in.readUnsignedShort();
            List<Header> headers = readHeaders(in);
            return new RecordedResponse(status, headers, in.readAllBytes(), kind);
        } catch (IOException e) {
            throw foreign(e);
        }
    }

    private static Kind kind(int code) {
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw foreign(null);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, PREFIX, bytes.length - PREFIX);
        return (int) crc.getValue();
    }

    private static List<Header> readHeaders(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<Header> headers = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            headers.add(new Header(readText(in), readText(in)));
        }
        return headers;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A text is longer than the rest");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static CodecException foreign(@Nullable Throwable cause) {
        return new CodecException("These bytes are no", RecordedResponse.class, cause);
    }
}
