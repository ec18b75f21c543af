package io.kvkit.spring.operation.attribute;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.store.Ttl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Rules for single values. Null passes every rule. */
public final class ValueRules {

    private ValueRules() {}

    /**
     * Requires a duration above zero.
     *
     * @throws KvPropertyException if the duration is zero or negative
     */
    public static void positive(String name, @Nullable Duration duration) {
        if (duration != null && duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new KvPropertyException(
                    name + "=" + shown(duration) + " is not a positive time",
                    "Write a positive time with a unit, such as 250ms, 10s, 5m or 7d");
        }
        atMost(name, duration);
    }

    /**
     * Requires a duration of zero or more.
     *
     * @throws KvPropertyException if the duration is negative
     */
    public static void notNegative(String name, @Nullable Duration duration) {
        if (duration != null && duration.isNegative()) {
            throw new KvPropertyException(
                    name + "=" + shown(duration) + " is negative",
                    "Write 0s or a time with a unit, such as 250ms, 10s or 5m");
        }
        if (duration != null && !duration.isZero() && duration.toMillis() == 0) {
            throw new KvPropertyException(
                    name + "=" + shown(duration) + " is shorter than a millisecond", "Write 0s, or 1ms or more");
        }
        atMost(name, duration);
    }

    /** Creates the exception for a property that breaks a rule. */
    public static KvPropertyException refused(String name, @Nullable Object value, String problem, String mend) {
        Object shown = value instanceof Duration duration ? shown(duration) : value;
        return new KvPropertyException(name + (shown == null ? "" : "=" + shown) + ": " + problem, mend);
    }

    /**
     * Requires a share of at least 0 and below 1.
     *
     * @throws KvPropertyException if the text is no such share
     */
    public static void share(String name, @Nullable String text) {
        String problem = text == null ? null : Shares.problem(text);
        if (problem != null) {
            throw new KvPropertyException(name + "=" + text + " " + problem, Shares.MEND);
        }
    }

    /** Requires a number from 0 to 1000, possibly with a fraction. */
    public static void factor(String name, @Nullable Double value) {
        if (value != null && !Factors.isFactor(value)) {
            throw new KvPropertyException(name + "=" + value + " is out of range", "Write a number from 0 to 1000");
        }
    }

    /** Requires a number between two bounds, both inclusive. */
    public static void range(String name, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new KvPropertyException(
                    name + "=" + value + " is out of range",
                    "Write a number from " + least + (most == Integer.MAX_VALUE ? " up" : " to " + most));
        }
    }

    /** Requires a valid size. */
    public static void size(String name, DataSize size) {
        if (size.toBytes() < 1) {
            throw new KvPropertyException(
                    name + "=" + size + " is not above zero", "Write a size with a unit, such as 512KB or 10MB");
        }
    }

    /** Requires a size that is not negative. */
    public static void sizeOrNone(String name, DataSize size) {
        if (size.isNegative()) {
            throw new KvPropertyException(
                    name + "=" + size + " is negative", "Write a size with a unit, such as 16MB, or 0 for none");
        }
    }

    /** Requires a valid name of a header. */
    public static void header(String name, @Nullable String header) {
        if (header != null && !isHeader(header)) {
            throw new KvPropertyException(
                    name + "=" + header + " is not the name of a header", "Write one such as Idempotency-Key");
        }
    }

    /** Requires a valid start of keys. */
    public static void prefix(String name, @Nullable String prefix) {
        if (prefix != null && !prefix.matches("[A-Za-z0-9._%-]{1,128}")) {
            throw new KvPropertyException(
                    name + "=" + prefix + " cannot be the start of a key",
                    "Write 1 to 128 letters, digits, dots, underscores, percent signs or hyphens");
        }
    }

    /** Requires an absolute URI. */
    public static void absoluteUri(String name, @Nullable String uri) {
        if (uri != null && !isAbsoluteUri(uri)) {
            throw new KvPropertyException(
                    name + "=" + uri + " is not an absolute URI",
                    "Write one with its scheme, such as https://example.org/errors/ or urn:example:");
        }
    }

    private static boolean isAbsoluteUri(String text) {
        try {
            // A scheme alone is a valid base, because it can be the start of a URI.
            return new URI(text.endsWith(":") ? text + "x" : text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns whether a text is a valid name of a header. */
    public static boolean isHeader(String name) {
        return name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    }

    private static void atMost(String name, @Nullable Duration duration) {
        if (duration != null && duration.compareTo(Ttl.MAX) > 0) {
            throw new KvPropertyException(
                    name + "=" + shown(duration) + " is too long", "Write at most " + Ttl.MAX.toDays() + "d");
        }
    }

    private static String shown(Duration duration) {
        if (duration.toNanosPart() == 0) {
            return duration.toSeconds() + "s";
        }
        boolean millis = duration.toNanosPart() % 1_000_000 == 0;
        return DurationStyle.SIMPLE.print(duration, millis ? ChronoUnit.MILLIS : ChronoUnit.NANOS);
    }
}
