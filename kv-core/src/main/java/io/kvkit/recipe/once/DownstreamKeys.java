package io.kvkit.recipe.once;

import io.kvkit.store.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The keys of one call for the systems that it uses.
 *
 * @param seed what identifies the call
 */
record DownstreamKeys(String seed) {

    private static final long VERSION_8 = 0x8000L;
    private static final long VERSION_MASK = 0xF000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;

    static DownstreamKeys of(Key key) {
        return new DownstreamKeys(key.text());
    }

    static DownstreamKeys random() {
        return new DownstreamKeys(UUID.randomUUID().toString());
    }

    /** Returns the key of a step: a UUID whose content is ours to define (version 8 of RFC 9562). */
    String of(String step) {
        ByteBuffer digest = ByteBuffer.wrap(digest(step));
        long high = digest.getLong() & ~VERSION_MASK | VERSION_8;
        long low = digest.getLong() & ~VARIANT_MASK | VARIANT;
        return new UUID(high, low).toString();
    }

    // The length keeps two pairs of texts apart that make the same text together.
    private byte[] digest(String step) {
        String text = seed.length() + ":" + seed + step;
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
