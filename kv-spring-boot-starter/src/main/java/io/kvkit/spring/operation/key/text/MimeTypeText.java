package io.kvkit.spring.operation.key.text;

import java.util.Locale;
import java.util.TreeMap;
import org.springframework.util.MimeType;

/** The text of MIME types, in which neither case nor the order of parameters matters. */
final class MimeTypeText {

    private MimeTypeText() {}

    static String of(MimeType type) {
        StringBuilder text = new StringBuilder(type.getType().toLowerCase(Locale.ROOT))
                .append('/')
                .append(type.getSubtype().toLowerCase(Locale.ROOT));
        TreeMap<String, String> parameters = new TreeMap<>();
        type.getParameters().forEach((name, value) -> parameters.put(name.toLowerCase(Locale.ROOT), value));
        if (type.getCharset() != null) {
            parameters.put("charset", type.getCharset().name());
        }
        parameters.forEach(
                (name, value) -> text.append(';').append(name).append('=').append(value));
        return text.toString();
    }
}
