package io.kvkit.spring.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Decodes escapes such as {@code %20}, one char for each byte. Other characters stay as they are. */
final class PercentText {

    // No decoder returns half a surrogate pair, so no decoded text starts with it.
    private static final char UNDECODED = '\ud800';

    private PercentText() {}

    /** Returns the text as a handler reads it. */
    static String readable(String text, Charset charset) {
        return new String(bytes(text), charset);
    }

    /**
     * Returns the text for a comparison: text that is malformed in the charset is kept as bytes and equals nothing
     * else.
     */
    static String exact(String text, Charset charset) {
        if (text.chars().anyMatch(c -> c > 0xff)) {
            return UNDECODED + text;
        }
        byte[] bytes = bytes(text);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            return UNDECODED + new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escaped = c == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (escaped >= 0) {
                i += 2;
            }
            bytes.write(escaped >= 0 ? escaped : c);
        }
        return bytes.toByteArray();
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
