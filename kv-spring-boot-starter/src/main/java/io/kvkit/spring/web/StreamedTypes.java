package io.kvkit.spring.web;

import org.jspecify.annotations.Nullable;

/** The content types of bodies without an end, which nobody can hold back. */
final class StreamedTypes {

    private StreamedTypes() {}

    static boolean contain(@Nullable String contentType) {
        return contentType != null
                && (contentType.startsWith("text/event-stream")
                        || contentType.startsWith("application/x-ndjson")
                        || contentType.startsWith("multipart/x-mixed-replace"));
    }
}
