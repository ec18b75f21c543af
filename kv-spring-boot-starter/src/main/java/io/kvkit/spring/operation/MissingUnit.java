package io.kvkit.spring.operation;

import java.util.regex.Pattern;

/** What is said about a time that is a bare number, wherever it was written. */
public final class MissingUnit {

    /** What is wrong, without a full stop. */
    public static final String PROBLEM = "the unit is missing";

    private static final Pattern NO_UNIT = Pattern.compile("[+-]?\\d+");

    private MissingUnit() {}

    /** Whether the text has no unit, and needs one. */
    public static boolean isIn(String text) {
        return NO_UNIT.matcher(text).matches() && !text.equals("0");
    }

    /** What to write instead, without a full stop. */
    public static String mend(String text) {
        return "Write " + text + "s for seconds or " + text + "ms for milliseconds";
    }
}
