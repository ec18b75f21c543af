package io.kvkit.claim;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The name of one attempt to own a key: 128 bits, chosen by the caller before anything is sent.
 *
 * <p>A caller that sends a step again with the same token gets the same reply. A token is not a secret.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 * @since 0.1
 */
public record Token(long high, long low) {

    /** The length in bytes. */
    public static final int LENGTH = 16;

    /** The token of a record without an owner. */
    public static final Token NONE = new Token(0, 0);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PROCESS = RANDOM.nextLong() | 1;
    private static final AtomicLong NEXT = new AtomicLong(RANDOM.nextLong());

    /** Returns a token that is unique across calls and processes: a random process number and a counter. */
    public static Token random() {
        return new Token(PROCESS, NEXT.getAndIncrement());
    }

    /**
     * Returns the token with the given bytes.
     *
     * @throws IllegalArgumentException unless there are 16 of them
     */
    public static Token of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A token has 16 bytes, but these are " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Token(buffer.getLong(), buffer.getLong());
    }

    /** Returns the 16 bytes, big-endian. */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    /** Returns whether the token was made by this process. */
    public boolean isOfThisProcess() {
        return high == PROCESS;
    }

    /** Returns a part of the process number and of the counter, by which a person tells tokens apart. */
    public String shortened() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((int) (high >>> 32)) + "-" + hex.toHexDigits((short) low);
    }

    static Token required(Token token) {
        if (token.equals(NONE)) {
            throw new IllegalArgumentException("Token.NONE cannot own a key: use Token.random()");
        }
        return token;
    }
}
