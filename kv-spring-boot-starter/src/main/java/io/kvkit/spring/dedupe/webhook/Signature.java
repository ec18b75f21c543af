package io.kvkit.spring.dedupe.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says about the signature of an event.
 *
 * @param prefix the text that is signed before the body
 * @param encoding how signatures are written
 * @param texts the signatures, of which one must be right: senders write several while a secret is replaced
 * @param sentAt when the event was signed, in seconds since the epoch; null if the sender does not say
 */
record Signature(
        String prefix,
        Encoding encoding,
        List<String> texts,
        @Nullable Long sentAt) {

    /** How the bytes of a signature are written. */
    enum Encoding {
        HEX,
        BASE64;

        private String write(byte[] bytes) {
            return this == HEX
                    ? HexFormat.of().formatHex(bytes)
                    : Base64.getEncoder().encodeToString(bytes);
        }
    }

    /**
     * Returns whether one of the texts is the signature of a body by one of the keys. The time that it takes does not
     * depend on which.
     */
    boolean isOf(byte[] body, List<SigningKey> keys) {
        byte[] before = prefix.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (SigningKey key : keys) {
            byte[] right = encoding.write(key.sign(before, body)).getBytes(StandardCharsets.UTF_8);
            for (String text : texts) {
                found |= MessageDigest.isEqual(right, text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
