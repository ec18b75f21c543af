package io.kvkit.spring.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rule which headers of a response are recorded: what describes the result, not what belongs to one connection, one
 * client, one moment or one limit.
 */
public final class RecordedHeaders {

    /** What is not recorded unless the application says otherwise; a star at the end stands for any rest. */
    public static final List<String> NOT_RECORDED = List.of(
            "Set-Cookie",
            "Set-Cookie2",
            "Authorization",
            "WWW-Authenticate",
            "Authentication-Info",
            "Proxy-*",
            "Date",
            "Age",
            "Server",
            "Access-Control-Allow-*",
            "Access-Control-Max-Age",
            "X-RateLimit-*",
            "traceparent",
            "tracestate");

    /** Tells a client that the answer was recorded earlier. */
    static final String REPLAYED = "Idempotent-Replayed";

    /** Tells a client for how many seconds a key is remembered. */
    static final String LIFETIME = "Idempotency-Key-Lifetime";

    // A replay is another message, with headers of its own.
    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "ratelimit",
            "ratelimit-policy",
            "idempotent-replayed",
            "idempotency-key-lifetime");

    private final List<String> notRecorded;

    /** Makes a rule with a list as {@link #NOT_RECORDED} is one. */
    public RecordedHeaders(List<String> notRecorded) {
        this.notRecorded =
                notRecorded.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    boolean keeps(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !OF_THE_MESSAGE.contains(lower) && notRecorded.stream().noneMatch(pattern -> matches(pattern, lower));
    }

    private static boolean matches(String pattern, String name) {
        int last = pattern.length() - 1;
        return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, last)) : name.equals(pattern);
    }
}
