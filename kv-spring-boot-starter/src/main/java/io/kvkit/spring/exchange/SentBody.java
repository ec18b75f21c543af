package io.kvkit.spring.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request as it was sent, for a comparison with another one. */
public sealed interface SentBody {

    /**
     * A body that was not parsed.
     *
     * @param contentType the content type that the client sent; null if there is none
     * @param bytes the bytes; do not change them
     */
    record Bytes(@Nullable String contentType, byte[] bytes) implements SentBody {}

    /**
     * The fields of a form, by name in order.
     *
     * @param fields the values; null for a name without one
     */
    record Fields(Map<String, ? extends List<? extends @Nullable String>> fields) implements SentBody {}

    /** The parts of a form, in the order in which they were sent. */
    record Parts(List<Part> parts) implements SentBody {}

    /**
     * One part.
     *
     * @param name the name of the field
     * @param file the name of the file; null for a field
     * @param contentType the content type that the client sent; null if there is none
     * @param digest a digest of the headers and the content
     */
    record Part(
            @Nullable String name,
            @Nullable String file,
            @Nullable String contentType,
            byte[] digest) {}
}
