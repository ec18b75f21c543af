package io.kvkit.spring.operation;

import io.kvkit.codec.KvKeyring;
import io.kvkit.spring.KvPropertyException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of sealed caches or operations. The secret is never shown.
 *
 * @param id names the key in stored values
 * @param secret 256 random bits in Base64
 */
public record SealingKey(@Nullable String id, @Nullable String secret) {

    private static final String MEND = "Write 256 random bits in Base64, such as those of \"openssl rand -base64 32\"";

    /**
     * Returns the keyring of keys; null if there are none.
     *
     * @param property the property that has the keys
     * @throws KvPropertyException if one is incomplete or no key. The message does not contain the secret
     */
    public static @Nullable KvKeyring keyring(String property, List<SealingKey> keys) {
        KvKeyring.Builder keyring = KvKeyring.builder();
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).addTo(keyring, property + "[" + i + "]");
        }
        return keys.isEmpty() ? null : keyring.build();
    }

    private void addTo(KvKeyring.Builder keyring, String place) {
        if (id == null) {
            throw new KvPropertyException(place + ".id is missing", "Write a name, such as 2026-11");
        }
        byte[] bits = bits(place + ".secret");
        try {
            keyring.key(id, bits);
        } catch (IllegalArgumentException e) {
            throw new KvPropertyException(place + ".id=" + id + ": " + e.getMessage(), "Write another id");
        }
    }

    private byte[] bits(String place) {
        if (secret == null) {
            throw new KvPropertyException(place + " is missing", MEND);
        }
        byte[] bits;
        try {
            bits = Base64.getDecoder().decode(secret.strip());
        } catch (IllegalArgumentException e) {
            throw new KvPropertyException(place + " is not Base64", MEND);
        }
        if (bits.length != KvKeyring.SECRET_BYTES) {
            throw new KvPropertyException(place + " has " + bits.length * Byte.SIZE + " bits", MEND);
        }
        return bits;
    }

    @Override
    public String toString() {
        return "SealingKey[id=" + id + "]";
    }
}
