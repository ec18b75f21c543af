package io.kvkit.store;

/**
 * Tells texts in which nothing can be seen: they name nobody and nothing.
 *
 * @since 0.1
 */
public final class Blank {

    private Blank() {}

    /** Whether the text is empty, or holds nothing but spaces and what is not printed. */
    public static boolean is(String text) {
        return text.codePoints().noneMatch(Blank::isVisible);
    }

    // A no-break space and a byte order mark are no white space to Java.
    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT;
    }
}
