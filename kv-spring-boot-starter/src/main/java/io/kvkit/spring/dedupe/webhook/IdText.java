package io.kvkit.spring.dedupe.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The rules for the text of an id. */
public final class IdText {

    private static final int LONGEST = 1_024;

    private IdText() {}

    /**
     * Decodes UTF-8.
     *
     * @param what the place of the bytes, for messages
     * @throws NoEventIdException if they are malformed
     */
    public static String utf8(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw NoEventIdException.malformed(what + " is not UTF-8");
        }
    }

    /**
     * Returns a text that is not blank, not longer than an id may be, and has no control characters.
     *
     * @param what the place of the text, for messages
     * @throws NoEventIdException if it is no id
     */
    public static String checked(String text, String what) {
        if (text.isBlank()) {
            throw NoEventIdException.missing(what);
        }
        if (text.length() > LONGEST) {
            throw NoEventIdException.malformed(what + " is longer than " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw NoEventIdException.malformed(what + " has control characters");
        }
        return text;
    }
}
