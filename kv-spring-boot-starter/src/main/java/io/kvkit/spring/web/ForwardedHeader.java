package io.kvkit.spring.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The header in which proxies write the origin of a request.
 *
 * @since 0.1
 */
public enum ForwardedHeader {
    /** {@code X-Forwarded-For: 198.51.100.4, 10.0.0.2}; it has no quotes. */
    X_FORWARDED_FOR("X-Forwarded-For", false) {
        @Override
        String hop(String element) {
            return element;
        }
    },

    /** {@code Forwarded: for=198.51.100.4, for="[2001:db8::5]:443"} of RFC 7239. */
    FORWARDED("Forwarded", true) {
        @Override
        String hop(String element) {
            for (String parameter : split(element, ';', true)) {
                if (parameter.toLowerCase(Locale.ROOT).startsWith("for=")) {
                    return unquoted(parameter.substring(4));
                }
            }
            return "";
        }
    };

    private final String header;
    private final boolean quotes;

    ForwardedHeader(String header, boolean quotes) {
        this.header = header;
        this.quotes = quotes;
    }

    /** Returns the elements in order, as they are written. An element that is no address is empty or another text. */
    List<String> hops(Function<String, List<String>> headers) {
        List<String> hops = new ArrayList<>();
        for (String value : headers.apply(header)) {
            split(value, ',', quotes).forEach(element -> hops.add(hop(element)));
        }
        return hops;
    }

    abstract String hop(String element);

    // From the right, where proxies write, so a quote that a client opens affects only elements to its left. Empty
    // elements count, like other malformed ones.
    private static List<String> split(String value, char separator, boolean quotes) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int end = value.length();
        for (int i = end - 1; i >= 0; i--) {
            char c = value.charAt(i);
            quoted ^= quotes && c == '"';
            if (c == separator && !quoted) {
                parts.add(value.substring(i + 1, end).strip());
                end = i;
            }
        }
        parts.add(value.substring(0, end).strip());
        Collections.reverse(parts);
        return parts;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
