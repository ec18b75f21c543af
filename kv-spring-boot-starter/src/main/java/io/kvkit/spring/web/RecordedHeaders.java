package io.kvkit.spring.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which headers of a response are recorded: those that describe the result, not those of one connection,
 * client, moment or limit.
 */
public final class RecordedHeaders {

    /** The headers that are not recorded by default; an asterisk at the end matches any suffix. */
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

    /** The header that marks a replayed response. */
    public static final String REPLAYED = "Idempotent-Replayed";

    /** The header with the number of seconds for which a key is remembered. */
    public static final String LIFETIME = "Idempotency-Key-Lifetime";

    // A replay is another message with headers of its own.
    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "cache-status",
            "ratelimit",
            "ratelimit-policy",
            "idempotent-replayed",
            "idempotency-key-lifetime");

    private final List<String> notRecorded;

    /**
     * Creates a rule.
     *
     * @param notRecorded the headers that are not recorded, in the form of {@link #NOT_RECORDED}
     */
    public RecordedHeaders(List<String> notRecorded) {
        this.notRecorded =
                notRecorded.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns whether the header is recorded. */
    public boolean keeps(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !OF_THE_MESSAGE.contains(lower) && notRecorded.stream().noneMatch(pattern -> matches(pattern, lower));
    }

    private static boolean matches(String pattern, String name) {
        int last = pattern.length() - 1;
        return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, last)) : name.equals(pattern);
    }
}
