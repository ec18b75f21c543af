package io.kvkit.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of sealed caches and operations. The first one seals; all of them open, so that a key can be replaced.
 * Instances are immutable and safe for use by several threads, and {@link #toString()} shows no secret.
 *
 * <pre>{@code
 * KvKeyring keyring = KvKeyring.builder().key("2026-11", newSecret).key("2026-05", oldSecret).build();
 * }</pre>
 *
 * @since 0.1
 */
public final class KvKeyring {

    /** The length of a secret in bytes. */
    public static final int SECRET_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, SecretKey> secrets;
    private final String sealing;

    private KvKeyring(Map<String, SecretKey> secrets) {
        this.secrets = new LinkedHashMap<>(secrets);
        this.sealing = secrets.keySet().iterator().next();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the id of the key that seals. */
    String sealing() {
        return sealing;
    }

    @Nullable
    SecretKey find(String id) {
        return secrets.get(id);
    }

    @Override
    public String toString() {
        return "KvKeyring" + secrets.keySet();
    }

    /** Builds a {@link KvKeyring}. An instance is for use by one thread. */
    public static final class Builder {

        private final Map<String, SecretKey> secrets = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a key. The first one seals.
         *
         * @param id names the key in stored values: 1 to 64 letters, digits, dots, underscores and hyphens
         * @param secret {@value KvKeyring#SECRET_BYTES} random bytes; they are copied
         * @throws IllegalArgumentException if the id has another form or is there already, or if the secret has another
         *     length. The message does not contain the secret
         */
        public Builder key(String id, byte[] secret) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "The id of a key must be 1 to 64 letters, digits, dots, underscores or hyphens");
            }
            if (secret.length != SECRET_BYTES) {
                throw new IllegalArgumentException("The key \"" + id + "\" has " + secret.length * 8
                        + " bits, but AES-256 needs " + SECRET_BYTES * 8);
            }
            if (secrets.putIfAbsent(id, new SecretKeySpec(secret, "AES")) != null) {
                throw new IllegalArgumentException("Two keys have the id \"" + id + "\"");
            }
            return this;
        }

        /**
         * Builds the keyring.
         *
         * @throws IllegalArgumentException if it has no key
         */
        public KvKeyring build() {
            if (secrets.isEmpty()) {
                throw new IllegalArgumentException("A keyring needs a key");
            }
            return new KvKeyring(secrets);
        }
    }
}
