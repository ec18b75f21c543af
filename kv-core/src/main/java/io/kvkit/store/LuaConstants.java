package io.kvkit.store;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The constants of a script: names in capital letters that a line of their own binds to numbers or texts.
 *
 * <p>A server makes the functions of a script anew in each call, and binds them to each local name that they use. A
 * number in place of its name costs nothing.
 */
final class LuaConstants {

    private static final String NAME = "[A-Z][A-Z_]*";
    private static final String LITERAL = "(?:0x[0-9A-Fa-f]+|[0-9]+|'[^',]*')";
    private static final Pattern LINE =
            Pattern.compile("local (" + NAME + "(?:, " + NAME + ")*) = (" + LITERAL + "(?:, " + LITERAL + ")*)");
    private static final Pattern WORD = Pattern.compile("\\b" + NAME + "\\b");

    private final Map<String, String> values = new HashMap<>();

    private LuaConstants() {}

    /** Returns the script with each constant in place of its name. */
    static String inline(String source) {
        LuaConstants constants = new LuaConstants();
        return source.lines().map(constants::read).collect(Collectors.joining("\n", "", "\n"));
    }

    // The lines stay where they are, so that a server's message names the right one.
    private String read(String line) {
        Matcher constants = LINE.matcher(line);
        if (!constants.matches()) {
            return isComment(line) ? line : replaced(line);
        }
        String[] names = constants.group(1).split(", ", -1);
        String[] literals = constants.group(2).split(", ", -1);
        if (names.length != literals.length) {
            throw new IllegalStateException("Not one value for each name: " + line);
        }
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], literals[i]);
        }
        return "";
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("--");
    }

    private String replaced(String line) {
        return WORD.matcher(line)
                .replaceAll(word -> Matcher.quoteReplacement(values.getOrDefault(word.group(), word.group())));
    }
}
