package io.kvkit.spring.dedupe.webhook;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a sender and this application share. It is never shown. */
final class SigningKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SigningKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Returns the HMAC-SHA256 of a text that is followed by a body. */
    byte[] sign(byte[] prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(prefix);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey";
    }
}
