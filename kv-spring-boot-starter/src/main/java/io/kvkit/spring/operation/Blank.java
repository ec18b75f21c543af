package io.kvkit.spring.operation;

/** Tells texts in which nothing can be seen: they name nobody and nothing. */
final class Blank {

    private Blank() {}

    static boolean is(String text) {
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
