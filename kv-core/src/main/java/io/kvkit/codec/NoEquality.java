package io.kvkit.codec;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Compares objects of the JDK that have no {@code equals}: counters, string builders, patterns, and stateless objects.
 */
final class NoEquality {

    private NoEquality() {}

    /** Returns whether two objects of one class are alike; false if that is unknown. */
    static boolean alike(Object value, Object copy) {
        if (value instanceof Pattern one && copy instanceof Pattern other) {
            return one.flags() == other.flags() && one.pattern().equals(other.pattern());
        }
        boolean isText = value instanceof Number || value instanceof CharSequence || value instanceof AtomicBoolean;
        return isText ? value.toString().equals(copy.toString()) : isStateless(value.getClass());
    }

    // The state of a lock is not part of a value.
    private static boolean isStateless(Class<?> type) {
        return type == Object.class || type.getName().startsWith("java.util.concurrent.locks.");
    }
}
