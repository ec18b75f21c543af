package io.kvkit.store;

/**
 * Escapes the characters that have a meaning in composite keys and scopes.
 *
 * @since 0.1
 */
public final class KeyEscape {

    /** The escaped form of the empty text, so that a list of one empty text differs from the empty list. */
    private static final String EMPTY = "\\e";

    private KeyEscape() {}

    /** Returns the text with all characters escaped that have a meaning. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text.charAt(i))) {
                return from(text, i);
            }
        }
        return text;
    }

    /** Returns the prefix of a composite of a kind and class. No escaped text starts with it. */
    public static String mark(char kind, Class<?> type) {
        return "\\" + kind + of(type.getName());
    }

    private static String from(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static boolean isSpecial(char c) {
        return c == '\\' || c == ',' || c == '[' || c == ']' || c == '|';
    }
}
