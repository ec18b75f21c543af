package io.kvkit.spring.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as it was sent, or what is left of it when its body could not be kept, or how its body is made.
 *
 * <p>The byte array is owned by the response; nobody changes it.
 *
 * @param status the status
 * @param headers the headers that may be replayed, in order
 * @param body the bytes of the body; of an error the message; empty if it was not retained
 * @param kind what of the response was recorded
 */
public record RecordedResponse(int status, List<Header> headers, byte[] body, Kind kind) {

    /** What of a response was recorded. */
    public enum Kind {
        /** That there was one. */
        NOT_RETAINED(0),
        /** All of it. */
        WHOLE(1),
        /** What the container was asked to write an error of. */
        ERROR(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The largest body in bytes that is kept. */
    public static final int MAX_BODY = 1 << 20;

    /**
     * One value of one header.
     *
     * @param name the name as the handler wrote it
     * @param value the value
     */
    public record Header(String name, String value) {}

    public RecordedResponse {
        headers = List.copyOf(headers);
    }

    /** A response that can be replayed. */
    public static RecordedResponse of(int status, List<Header> headers, byte[] body) {
        return new RecordedResponse(status, headers, body, Kind.WHOLE);
    }

    /** An error that the container writes by itself, of a status and a message. */
    public static RecordedResponse error(int status, List<Header> headers, @Nullable String message) {
        byte[] text = message == null ? new byte[0] : message.getBytes(StandardCharsets.UTF_8);
        return new RecordedResponse(status, headers, text, Kind.ERROR);
    }

    /** The marker that a request was executed, but answered with more than can be kept, with a stream, or not at all. */
    public static RecordedResponse notRetained(int status, @Nullable String location) {
        List<Header> headers = location == null ? List.of() : List.of(new Header("Location", location));
        return new RecordedResponse(status, headers, new byte[0], Kind.NOT_RETAINED);
    }

    /** Whether the response can be replayed. */
    public boolean retained() {
        return kind != Kind.NOT_RETAINED;
    }

    /** Whether the body is a part of what there is, as a {@code Range} header asked for. */
    public boolean isPart() {
        String type = header("Content-Type");
        return status == 206
                && (header("Content-Range") != null || type != null && type.startsWith("multipart/byteranges"));
    }

    /** The message of an error; null if it has none. */
    public @Nullable String message() {
        return body.length == 0 ? null : new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header; null if there is none. */
    public @Nullable String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** The response as bytes, in a form of its own that later releases read too. */
    public byte[] toBytes() {
        return RecordedResponseFormat.write(this);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws io.kvkit.codec.CodecException if the bytes are no recorded response
     */
    public static RecordedResponse fromBytes(byte[] bytes) {
        return RecordedResponseFormat.read(bytes);
    }
}
