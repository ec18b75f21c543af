package io.kvkit.codec;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Compares objects of the JDK that have no {@code equals}: counters, texts that grow, patterns, and what has no state.
 */
final class NoEquality {

    private NoEquality() {}

    /** Whether two objects of one class are alike; not if nobody can tell. */
    static boolean alike(Object value, Object copy) {
        if (value instanceof Pattern one && copy instanceof Pattern other) {
            return one.flags() == other.flags() && one.pattern().equals(other.pattern());
        }
        boolean isText = value instanceof Number || value instanceof CharSequence || value instanceof AtomicBoolean;
        return isText ? value.toString().equals(copy.toString()) : isStateless(value.getClass());
    }

    // What is locked now is no part of a value.
    private static boolean isStateless(Class<?> type) {
        return type == Object.class || type.getName().startsWith("java.util.concurrent.locks.");
    }
}
