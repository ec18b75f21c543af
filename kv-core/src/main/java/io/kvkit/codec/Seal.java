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

    byte[] close(PayloadHead head, byte[] body, String place) {
        String id = keyring.sealing();
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] closed = cipher(Cipher.ENCRYPT_MODE, secret(id), nonce, 0, head, place, PayloadBody.of(body));
        return ByteBuffer.allocate(1 + name.length + NONCE + closed.length)
                .put((byte) name.length)
                .put(name)
                .put(nonce)
                .put(closed)
                .array();
    }

    byte[] open(PayloadHead head, PayloadBody sealed, String place) {
        byte[] bytes = sealed.bytes();
        int start = sealed.offset();
        int name = sealed.length() == 0 ? 0 : bytes[start];
        int body = 1 + name + NONCE;
        if (name <= 0 || sealed.length() < body) {
            throw new SealBrokenException("The stored value is too short to be sealed");
        }
        String id = new String(bytes, start + 1, name, StandardCharsets.ISO_8859_1);
        PayloadBody closed = new PayloadBody(bytes, start + body, sealed.length() - body);
        return cipher(Cipher.DECRYPT_MODE, secret(id), bytes, start + 1 + name, head, place, closed);
    }

    private SecretKey secret(String id) {
        SecretKey secret = keyring.find(id);
        if (secret == null) {
            throw new SealBrokenException("The keyring has no key with the id of the stored value");
        }
        return secret;
    }

    private static byte[] cipher(
            int mode, SecretKey secret, byte[] nonce, int at, PayloadHead head, String place, PayloadBody body) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce, at, NONCE));
            cipher.updateAAD(head.write(ByteBuffer.allocate(PayloadHead.LENGTH)).flip());
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(body.bytes(), body.offset(), body.length());
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("The seal of the stored value is broken");
        }
    }
}
