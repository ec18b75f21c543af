package io.kvkit.spring.operation.attribute;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads and checks the durations of annotations and settings. */
public final class Durations {

    private static final Duration LEAST = Duration.ofMillis(1);

    private Durations() {}

    /** Returns a duration above zero from the text of an attribute. */
    static Duration parse(OperationSite site, String attribute, String text) {
        return checked(site::error, attribute, text, read(site, attribute, text), false);
    }

    /** Returns a duration of zero or more from the text of an attribute. */
    static Duration parseOrZero(OperationSite site, String attribute, String text) {
        return checked(site::error, attribute, text, read(site, attribute, text), true);
    }

    /**
     * Returns a duration above zero from a property; null if the property is unset.
     *
     * @throws KvConfigurationException if the duration is zero or negative
     */
    public static @Nullable Duration setting(OperationSite site, String property, @Nullable Duration value) {
        return value == null ? null : checked(site::error, property, value.toString(), value, false);
    }

    /** Returns a duration of zero or more from a property; null if the property is unset. */
    public static @Nullable Duration settingOrZero(OperationSite site, String property, @Nullable Duration value) {
        return value == null ? null : checked(site::error, property, value.toString(), value, true);
    }

    private static Duration read(OperationSite site, String attribute, String text) {
        if (MissingUnit.isIn(text)) {
            throw site.error(attribute, text, MissingUnit.PROBLEM, MissingUnit.mend(text));
        }
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new KvConfigurationException(
                    site,
                    attribute,
                    text,
                    "it is not a duration",
                    "Write a number and a unit, as in 10s, 5m or PT1H",
                    e);
        }
    }

    /** Requires a duration above zero, wherever it is written. */
    public static void requirePositive(Refusals refusals, String place, Duration duration) {
        checked(refusals, place, duration, duration, false);
    }

    private static Duration checked(
            Refusals refusals, String place, Object shown, Duration duration, boolean zeroAllowed) {
        if (duration.isNegative()) {
            throw refusals.error(place, shown, "it is negative", "Write a duration above zero, as in 10s");
        }
        if (duration.isZero() && !zeroAllowed) {
            throw refusals.error(place, shown, "it is zero", "Write a duration above zero, as in 10s");
        }
        if (!duration.isZero() && duration.compareTo(LEAST) < 0) {
            throw refusals.error(place, shown, "it is shorter than a millisecond", "Write 1ms or more");
        }
        if (duration.compareTo(Ttl.MAX) > 0) {
            throw refusals.error(place, shown, "it is longer than 100 years", "Write a shorter one, as in 365d");
        }
        return duration;
    }
}
