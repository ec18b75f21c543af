package io.kvkit.spring.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads names and values of the form {@code a=1&b=2}, as of a query or of the body of a form. */
public final class FormText {

    private FormText() {}

    /**
     * The values by name, in order; null for a name without one, as in {@code ?flag}.
     *
     * @param text the text, one char for each byte
     * @param charset how names and values are encoded
     */
    public static Map<String, List<@Nullable String>> parse(String text, Charset charset) {
        Map<String, List<@Nullable String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals), charset);
                String value = equals < 0 ? null : decoded(pair.substring(equals + 1), charset);
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    /** The fields of a form whose bytes these are. */
    public static Map<String, List<@Nullable String>> parse(byte[] body, Charset charset) {
        return parse(new String(body, StandardCharsets.ISO_8859_1), charset);
    }

    private static String decoded(String text, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escaped = c == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (escaped >= 0) {
                i += 2;
            }
            bytes.write(escaped >= 0 ? escaped : c == '+' ? ' ' : c);
        }
        return bytes.toString(charset);
    }

    // What is no escape stands for itself.
    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
