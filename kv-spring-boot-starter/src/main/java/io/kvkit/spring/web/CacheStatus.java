package io.kvkit.spring.web;

import io.kvkit.event.CacheEvent.Outcome;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where the results of a request came from, as the structured field of RFC 9211. Each cache is named once for each kind
 * of result. Safe for use by several threads.
 */
public final class CacheStatus {

    /** The header. */
    public static final String HEADER = "Cache-Status";

    // A request can ask many caches, and a header has a limit.
    private static final int MOST = 16;

    private final Set<String> members = new LinkedHashSet<>();

    /** Adds what became of a call. */
    public synchronized void add(String cache, Outcome outcome) {
        String parameters = parameters(outcome);
        if (!parameters.isEmpty() && members.size() < MOST) {
            members.add(name(cache) + parameters);
        }
    }

    /** Returns the value, such as {@code products; hit; detail=near}; empty if there is none. */
    public synchronized String value() {
        return String.join(", ", members);
    }

    // A token begins with a letter; names consist of letters, digits, dots, underscores and hyphens.
    private static String name(String cache) {
        return Character.isLetter(cache.charAt(0)) ? cache : '"' + cache + '"';
    }

    private static String parameters(Outcome outcome) {
        return switch (outcome) {
            case NEAR_HIT, NEAR_NULL_HIT -> "; hit; detail=near";
            case HIT, NULL_HIT -> "; hit; detail=store";
            case STALE -> "; hit; detail=stale";
            case MISS -> "; fwd=miss";
            case JOINED -> "; fwd=miss; collapsed";
            case BYPASS, SKIPPED -> "; fwd=bypass";
            case STORE_FAILURE -> "; fwd=bypass; detail=store-failure";
            default -> "";
        };
    }
}
