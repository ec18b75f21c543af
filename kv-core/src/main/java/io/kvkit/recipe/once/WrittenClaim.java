package io.kvkit.recipe.once;

import io.kvkit.claim.Token;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a claim can be completed with, as text: a version, the token, the fence, the attempt, and the fingerprint if there
 * is one, in Base64.
 *
 * @param token the token of the owner
 * @param fence the fence of the claim
 * @param attempt the number of the attempt
 * @param fingerprint the fingerprint of the call; null if it has none
 */
record WrittenClaim(Token token, long fence, int attempt, byte @Nullable [] fingerprint) {

    private static final byte VERSION = 1;
    private static final int LENGTH = 27;

    String text() {
        byte[] print = fingerprint == null ? new byte[0] : fingerprint;
        byte[] bytes = ByteBuffer.allocate(LENGTH + print.length)
                .put(VERSION)
                .put(token.bytes())
                .putLong(fence)
                .putShort((short) attempt)
                .put(print)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it is none of a claim
     */
    static WrittenClaim read(String text) {
        ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        int prints = in.remaining() - LENGTH;
        if ((prints != 0 && prints != OnceCall.FINGERPRINT_BYTES) || in.get() != VERSION) {
            throw new IllegalArgumentException("The text is not that of a claim");
        }
        byte[] token = new byte[Token.LENGTH];
        in.get(token);
        long fence = in.getLong();
        int attempt = Short.toUnsignedInt(in.getShort());
        byte[] print = new byte[prints];
        in.get(print);
        return new WrittenClaim(Token.of(token), fence, attempt, prints == 0 ? null : print);
    }
}
