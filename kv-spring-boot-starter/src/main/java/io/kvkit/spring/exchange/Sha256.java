package io.kvkit.spring.exchange;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of bytes. */
public final class Sha256 {

    private Sha256() {}

    /** Returns the digest of bytes. */
    public static byte[] of(byte[] bytes) {
        return begin().digest(bytes);
    }

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
