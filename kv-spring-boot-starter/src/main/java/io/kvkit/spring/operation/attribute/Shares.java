package io.kvkit.spring.operation.attribute;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads shares of annotations and settings: percentages such as {@code 5%}, or numbers such as {@code 0.05}. */
public final class Shares {

    /** The remedy for a text that is not a share, without a full stop. */
    static final String MEND = "Write a percentage below 100%, as in 5%, or a number below 1, as in 0.05";

    private static final Pattern SHARE = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*(%?)");

    private Shares() {}

    /** Returns the share of a text that has been checked. */
    public static double of(String text) {
        var match = SHARE.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("not a share: " + text);
        }
        double number = Double.parseDouble(match.group(1));
        return match.group(2).isEmpty() ? number : number / 100;
    }

    /** Returns why a text is not a share of at least 0 and below 1, without a full stop; null if it is one. */
    static @Nullable String problem(String text) {
        if (!SHARE.matcher(text.strip()).matches()) {
            return "is not a share";
        }
        double share = of(text);
        if (share < 0) {
            return "is negative";
        }
        return share < 1 ? null : "is not below 100%";
    }
}
