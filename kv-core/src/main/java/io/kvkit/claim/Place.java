package io.kvkit.claim;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the record of a key is stored. The digest is half of the SHA-256 of the key, so any two keys of a billion have
 * the same one with a probability of less than 10<sup>-20</sup>; other bits of the hash choose the shard.
 *
 * @param key the key of the record
 * @param stored the key under which it is stored
 * @param digest the name of the record in its shard; null if it is a value of its own
 */
record Place(Key key, Key stored, byte @Nullable [] digest) {

    /** Returns the place of a key in one of some shards; on its own if there are none. */
    static Place of(Key key, int shards) {
        if (shards == 0) {
            return new Place(key, key, null);
        }
        byte[] hash = hash(key.text());
        int index = Integer.remainderUnsigned(ByteBuffer.wrap(hash).getInt(Mark.DIGEST), shards);
        return new Place(key, key.namespace().shard(index), Arrays.copyOf(hash, Mark.DIGEST));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Returns the transition of the stored value that changes the record. */
    <R> Transition<R> within(Transition<R> transition) {
        return digest == null ? transition : new ShardTransition<>(transition, key, digest);
    }

    /** Returns the bytes of the record; null if there is none. What is no shard is no record either. */
    byte @Nullable [] record(byte @Nullable [] bytes, long now) {
        if (digest == null || bytes == null) {
            return bytes;
        }
        Shard shard = Shard.read(bytes, now);
        Entry entry = shard == null ? null : shard.find(digest, null);
        return entry != null ? entry.value() : shard == null ? bytes : null;
    }
}
