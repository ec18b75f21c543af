package io.kvkit.spring.operation.key.text;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of URIs: {@code equals()} treats {@code HTTP://A/%aa} and {@code http://a/%AA} as equal. */
final class UriText {

    private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");

    private UriText() {}

    static String of(URI uri) {
        StringBuilder text = new StringBuilder();
        if (uri.getScheme() != null) {
            text.append(uri.getScheme().toLowerCase(Locale.ROOT)).append(':');
        }
        if (uri.isOpaque()) {
            text.append(uri.getRawSchemeSpecificPart());
        } else {
            authority(uri, text);
            text.append(uri.getRawPath());
            add(text, '?', uri.getRawQuery());
        }
        add(text, '#', uri.getRawFragment());
        return ESCAPED.matcher(text).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
    }

    private static void authority(URI uri, StringBuilder text) {
        if (uri.getHost() != null) {
            text.append("//");
            if (uri.getRawUserInfo() != null) {
                text.append(uri.getRawUserInfo()).append('@');
            }
            text.append(uri.getHost().toLowerCase(Locale.ROOT));
            if (uri.getPort() >= 0) {
                text.append(':').append(uri.getPort());
            }
        } else if (uri.getRawAuthority() != null) {
            text.append("//").append(uri.getRawAuthority());
        } else if (uri.getRawPath().startsWith("//")) {
            text.append("//");
        }
    }

    private static void add(StringBuilder text, char before, @Nullable String part) {
        if (part != null) {
            text.append(before).append(part);
        }
    }
}
