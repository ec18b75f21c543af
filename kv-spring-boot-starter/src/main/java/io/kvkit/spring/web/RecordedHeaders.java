package io.kvkit.spring.web;

import java.util.Locale;
import java.util.Set;

/**
 * The rule which headers of a response are recorded: what describes the result, not what belongs to one connection, one
 * client, one moment or one limit.
 */
final class RecordedHeaders {

    /** Tells a client that the answer was recorded earlier. */
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Set<String> DROPPED = Set.of(
            "set-cookie",
            "set-cookie2",
            "authorization",
            "www-authenticate",
            "authentication-info",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "date",
            "age",
            "server",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "idempotent-replayed",
            "traceparent",
            "tracestate");

    private RecordedHeaders() {}

    static boolean keeps(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !DROPPED.contains(lower)
                && !lower.startsWith("proxy-")
                && !lower.startsWith("x-ratelimit-")
                && !lower.startsWith("access-control-");
    }
}
