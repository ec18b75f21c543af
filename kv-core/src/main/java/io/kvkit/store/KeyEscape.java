package io.kvkit.store;

/** Writes texts so that they do not run into what composites and scopes are written with. */
public final class KeyEscape {

    /** The text of the empty text, so that a list of one empty text is not the empty list. */
    private static final String EMPTY = "\\e";

    private KeyEscape() {}

    /** The text with everything escaped that has a meaning. */
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

    /** What stands before the parts of a composite of a kind and class; no text begins like that. */
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
