package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.KvPropertyException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The prefix of every key in the store.
 *
 * @param value the text, which contains only characters that keys allow
 * @param chosen whether the application sets it; if not, it is {@code kv}
 */
record KeyPrefix(String value, boolean chosen) {

    private static final int LONGEST = 128;

    static KeyPrefix of(@Nullable String property, Environment environment) {
        String text = StringUtils.hasText(property) ? property : environment.getProperty("spring.application.name", "");
        if (!StringUtils.hasText(text)) {
            return new KeyPrefix("kv", false);
        }
        String encoded = encoded(text.trim());
        if (encoded.length() > LONGEST) {
            throw new KvPropertyException(
                    "The key prefix " + text + " is longer than " + LONGEST + " characters",
                    "Set kv.key-prefix to something shorter");
        }
        return new KeyPrefix(encoded, true);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(String.format("%02X", b));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-';
    }
}
