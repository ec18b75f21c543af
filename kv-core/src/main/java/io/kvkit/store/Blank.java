package io.kvkit.store;

/**
 * Recognizes texts without a visible character. Such a text identifies nothing.
 *
 * @since 0.1
 */
public final class Blank {

    private Blank() {}

    /** Returns whether the text is empty or contains only spaces and invisible characters. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isVisible(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    // Java does not count a no-break space and a byte order mark as white space.
    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT;
    }
}
