package io.kvkit.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and authenticates bodies with AES-256 in Galois/Counter Mode. The head and the place of the payload are
 * authenticated with it. A sealed body is the length of the key's id, the id, a nonce, and the ciphertext with its tag.
 */
record Seal(KvKeyring keyring) {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Returns the payload with a sealed body. */
    Payload close(Payload open, String place) {
        String id = keyring.sealing();
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] closed = cipher(Cipher.ENCRYPT_MODE, secret(id), spec(nonce, 0), open, 0, place);
        return open.withBody(ByteBuffer.allocate(1 + name.length + NONCE + closed.length)
                .put((byte) name.length)
                .put(name)
                .put(nonce)
                .put(closed)
                .array());
    }

    /** Returns the payload with the body that is sealed in it. */
    Payload open(Payload sealed, String place) {
        byte[] bytes = sealed.bytes();
        int start = sealed.offset();
        int name = sealed.length() == 0 ? 0 : bytes[start];
        int before = 1 + name + NONCE;
        if (name <= 0 || sealed.length() < before) {
            throw new SealBrokenException("The stored value is too short to be sealed");
        }
        String id = new String(bytes, start + 1, name, StandardCharsets.ISO_8859_1);
        GCMParameterSpec spec = spec(bytes, start + 1 + name);
        return sealed.withBody(cipher(Cipher.DECRYPT_MODE, secret(id), spec, sealed, before, place));
    }

    private SecretKey secret(String id) {
        SecretKey secret = keyring.find(id);
        if (secret == null) {
            throw new SealBrokenException("The keyring has no key with the id of the stored value");
        }
        return secret;
    }

    private static GCMParameterSpec spec(byte[] nonce, int at) {
        return new GCMParameterSpec(TAG_BITS, nonce, at, NONCE);
    }

    // The bytes of the body before the ciphertext are skipped.
    private static byte[] cipher(
            int mode, SecretKey secret, GCMParameterSpec spec, Payload payload, int skipped, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, spec);
            cipher.updateAAD(payload.head(ByteBuffer.allocate(Payload.HEAD)).flip());
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(payload.bytes(), payload.offset() + skipped, payload.length() - skipped);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("The seal of the stored value is broken");
        }
    }
}
