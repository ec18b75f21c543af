package io.kvkit.spring.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as it was sent, or what is left of it when its body could not be kept.
 *
 * <p>The byte array is owned by the response; nobody changes it.
 *
 * @param status the status
 * @param headers the headers that may be replayed, in order
 * @param body the bytes of the body; empty if it was not retained
 * @param retained whether the response can be replayed
 */
public record RecordedResponse(int status, List<Header> headers, byte[] body, boolean retained) {

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
        return new RecordedResponse(status, headers, body, true);
    }

    /** The marker that a request was executed, but answered with more than can be kept, with a stream, or not at all. */
    public static RecordedResponse notRetained(int status, @Nullable String location) {
        List<Header> headers = location == null ? List.of() : List.of(new Header("Location", location));
        return new RecordedResponse(status, headers, new byte[0], false);
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
