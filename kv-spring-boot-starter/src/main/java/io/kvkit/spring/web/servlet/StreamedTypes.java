package io.kvkit.spring.web.servlet;

import org.jspecify.annotations.Nullable;

/** The content types of endless bodies, which cannot be held back. */
final class StreamedTypes {

    private StreamedTypes() {}

    static boolean contain(@Nullable String contentType) {
        return contentType != null
                && (contentType.startsWith("text/event-stream")
                        || contentType.startsWith("application/x-ndjson")
                        || contentType.startsWith("multipart/x-mixed-replace"));
    }
}
