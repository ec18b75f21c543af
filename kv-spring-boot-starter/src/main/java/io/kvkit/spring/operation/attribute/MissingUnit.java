package io.kvkit.spring.operation.attribute;

import java.util.regex.Pattern;

/** The message about a time that is a bare number, in an annotation or a property. */
public final class MissingUnit {

    /** The problem, without a full stop. */
    public static final String PROBLEM = "the unit is missing";

    private static final Pattern NO_UNIT = Pattern.compile("[+-]?\\d+");

    private MissingUnit() {}

    /** Returns whether the text lacks a unit that it needs. */
    public static boolean isIn(String text) {
        return NO_UNIT.matcher(text).matches() && !text.equals("0");
    }

    /** Returns the remedy, without a full stop. */
    public static String mend(String text) {
        return "Write " + text + "s for seconds or " + text + "ms for milliseconds";
    }
}
