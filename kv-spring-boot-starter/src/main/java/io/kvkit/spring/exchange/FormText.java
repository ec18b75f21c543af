package io.kvkit.spring.exchange;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads names and values of the form {@code a=1&b=2}, such as a query or the body of a form. */
public final class FormText {

    private FormText() {}

    /** Returns the fields of a form as a handler reads them; null for a name without a value, such as {@code ?flag}. */
    public static Map<String, List<@Nullable String>> parse(byte[] body, Charset charset) {
        return split(text(body), part -> PercentText.readable(part, charset));
    }

    /** Returns the fields of a form for a comparison: forms that were sent differently are never equal. */
    public static Map<String, List<@Nullable String>> exact(byte[] body, Charset charset) {
        return split(text(body), part -> PercentText.exact(part, charset));
    }

    static Map<String, List<@Nullable String>> ofQuery(@Nullable String query) {
        return split(query == null ? "" : query, part -> PercentText.exact(part, StandardCharsets.UTF_8));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, List<@Nullable String>> split(String text, UnaryOperator<String> decoder) {
        Map<String, List<@Nullable String>> values = new LinkedHashMap<>();
        for (String pair : text.replace('+', ' ').split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoder.apply(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? null : decoder.apply(pair.substring(equals + 1));
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }
}
