package io.kvkit.spring.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded response: the whole response, an error that the container renders, or a marker that the body was not kept.
 *
 * <p>The response owns the byte array; do not change it.
 *
 * @param status the status
 * @param headers the headers that may be replayed, in order
 * @param body the bytes of the body; of an error the message; empty if it was not retained
 * @param kind the recorded part of the response
 */
public record RecordedResponse(int status, List<Header> headers, byte[] body, Kind kind) {

    /** The recorded part of a response. */
    public enum Kind {
        /** Only that there was a response. */
        NOT_RETAINED(0),
        /** The whole response. */
        WHOLE(1),
        /** The status and message from which the container writes an error. */
        ERROR(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The maximum size in bytes of a body that is kept. */
    public static final int MAX_BODY = 1 << 20;

    /**
     * One value of one header.
     *
     * @param name the name as the handler wrote it
     * @param value the value
     */
    public record Header(String name, String value) {}

    /** Copies the headers. */
    public RecordedResponse {
        headers = List.copyOf(headers);
    }

    /** Creates a response that can be replayed. */
    public static RecordedResponse of(int status, List<Header> headers, byte[] body) {
        return new RecordedResponse(status, headers, body, Kind.WHOLE);
    }

    /** Creates an error that the container writes itself, from a status and a message. */
    public static RecordedResponse error(int status, List<Header> headers, @Nullable String message) {
        byte[] text = message == null ? new byte[0] : message.getBytes(StandardCharsets.UTF_8);
        return new RecordedResponse(status, headers, text, Kind.ERROR);
    }

    /** Creates the marker that a request was executed but its response is too large to keep, a stream, or missing. */
    public static RecordedResponse notRetained(int status, @Nullable String location) {
        List<Header> headers = location == null ? List.of() : List.of(new Header("Location", location));
        return new RecordedResponse(status, headers, new byte[0], Kind.NOT_RETAINED);
    }

    /** Creates the marker that a request was executed but its response could not be written: the client got another one. */
    public static RecordedResponse notWritten() {
        return notRetained(0, null);
    }

    /** Returns whether the response can be replayed. */
    public boolean retained() {
        return kind != Kind.NOT_RETAINED;
    }

    /** Returns whether the body is a part of the content, as a {@code Range} header requests it. */
    public boolean isPart() {
        String type = header("Content-Type");
        return status == 206
                && (header("Content-Range") != null || type != null && type.startsWith("multipart/byteranges"));
    }

    /** Returns the message of an error; null if it has none. */
    public @Nullable String message() {
        return body.length == 0 ? null : new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the first value of a header; null if there is none. */
    public @Nullable String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** Returns the response as bytes, in a format that later releases can read. */
    public byte[] toBytes() {
        return RecordedResponseFormat.write(this);
    }

    /**
     * Reads a response that {@link #toBytes} wrote.
     *
     * @throws io.kvkit.codec.CodecException if the bytes are no recorded response
     */
    public static RecordedResponse fromBytes(byte[] bytes) {
        return RecordedResponseFormat.read(bytes);
    }
}
