package io.kvkit.recipe.once;

import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a claim can be completed with, as text: a version, the token, the fence, the attempt, what stands for the key, and
 * the fingerprint if there is one, in Base64.
 *
 * @param token the token of the owner
 * @param fence the fence of the claim
 * @param attempt the number of the attempt
 * @param fingerprint the fingerprint of the call; null if it has none
 */
record WrittenClaim(Token token, long fence, int attempt, byte @Nullable [] fingerprint) {

    private static final byte VERSION = 1;
    private static final int KEY_LENGTH = 8;
    private static final int LENGTH = 27 + KEY_LENGTH;

    /** Returns the text of a claim to a key. */
    String text(Key key) {
        byte[] print = fingerprint == null ? new byte[0] : fingerprint;
        byte[] bytes = ByteBuffer.allocate(LENGTH + print.length)
                .put(VERSION)
                .put(token.bytes())
                .putLong(fence)
                .putShort((short) attempt)
                .put(digest(key))
                .put(print)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads a text.
     *
     * @param key the key for which it is read
     * @throws IllegalArgumentException if it is none of a claim, or that of a claim to another key
     */
    static WrittenClaim read(String text, Key key) {
        ByteBuffer in = ByteBuffer.wrap(bytes(text));
        int prints = in.remaining() - LENGTH;
        if ((prints != 0 && prints != OnceCall.FINGERPRINT_BYTES) || in.get() != VERSION) {
            throw unreadable(null);
        }
        byte[] token = part(in, Token.LENGTH);
        long fence = in.getLong();
        int attempt = Short.toUnsignedInt(in.getShort());
        requireKey(part(in, KEY_LENGTH), key);
        byte[] print = part(in, prints);
        return new WrittenClaim(Token.of(token), fence, attempt, prints == 0 ? null : print);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static byte[] part(ByteBuffer in, int length) {
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static IllegalArgumentException unreadable(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "The text is not that of a call: pass what written() of its handle returned", cause);
    }

    // A claim to another key would store its result for a call that never ran.
    private static void requireKey(byte[] written, Key key) {
        if (!Arrays.equals(written, digest(key))) {
            throw new IllegalArgumentException(
                    "The text is that of a call with another key: resume it with the name, the key and the scope with"
                            + " which it was begun");
        }
    }

    private static byte[] digest(Key key) {
        UUID own = UUID.fromString(DownstreamKeys.of(key).of(""));
        return ByteBuffer.allocate(KEY_LENGTH)
                .putLong(own.getMostSignificantBits() ^ own.getLeastSignificantBits())
                .array();
    }
}
