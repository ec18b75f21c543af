package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Encodes only what comes back as it was, whatever codec does the work.
 *
 * <p>A type that its codec finds an obstacle in is refused. Of other types the first values are proved, and a sample of
 * the later ones (see {@link Trust}): a value is encoded, decoded and encoded again; the bytes must be the same, and
 * the copy like the value (see {@link Likeness}). So what is only written, masked, cut or not seen by the codec is an
 * error when it is kept, and not a surprise when it is read. Whatever the codec throws becomes a
 * {@link CodecException}.
 */
public final class FaithfulCodec implements Codec {

    private final Codec codec;
    private final ConcurrentMap<Type, Optional<Obstacle>> obstacles = new ConcurrentHashMap<>();
    private final ConcurrentMap<Kind, Trust> trusts = new ConcurrentHashMap<>();

    /** Makes a codec of another one; one per method, because methods fill the same type differently. */
    public FaithfulCodec(Codec codec) {
        this.codec = codec;
    }

    @Override
    public byte[] encode(Object value, Type type) {
        Obstacle obstacle = obstacle(type);
        if (obstacle != null) {
            throw CodecException.of(type, obstacle);
        }
        byte[] bytes = encoded(value, type);
        Trust trust = trusts.computeIfAbsent(new Kind(type, value.getClass()), Kind::trust);
        if (trust.asksForProof()) {
            requireFaithful(value, bytes, type, trust);
        }
        return bytes;
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        return decoded(() -> codec.decode(bytes, type), type);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type type) {
        return decoded(() -> codec.decode(bytes, offset, length, type), type);
    }

    private static Object decoded(Supplier<Object> decoding, Type type) {
        try {
            return decoding.get();
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw new CodecException("Cannot decode the stored bytes as", type, e);
        }
    }

    @Override
    public @Nullable Obstacle obstacle(Type type) {
        return obstacles
                .computeIfAbsent(type, known -> Optional.ofNullable(codec.obstacle(known)))
                .orElse(null);
    }

    private byte[] encoded(Object value, Type type) {
        try {
            return codec.encode(value, type);
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw new CodecException("Cannot encode a value of", type, e);
        }
    }

    private void requireFaithful(Object value, byte[] bytes, Type type, Trust trust) {
        boolean proved = false;
        try {
            Object copy = decode(bytes, type);
            String difference = difference(value, bytes, copy, encoded(copy, type), type);
            if (difference != null) {
                throw CodecException.changed(type, difference);
            }
            proved = true;
        } finally {
            if (!proved) {
                trust.lost();
            }
        }
    }

    // The copy is compared after it was encoded, when getters that remember what they compute have run in both.
    private static @Nullable String difference(Object value, byte[] bytes, Object copy, byte[] again, Type type) {
        Likeness likeness = new Likeness();
        try {
            if (!likeness.like(value, copy, type)) {
                return likeness.difference();
            }
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw new CodecException("Cannot compare values of", type, e);
        }
        boolean same = Arrays.equals(bytes, again) || (likeness.reordered() && isPermutation(bytes, again));
        return same ? null : "the value that is read back is encoded differently";
    }

    // Elements of a hash table may change places.
    private static boolean isPermutation(byte[] bytes, byte[] again) {
        byte[] one = bytes.clone();
        byte[] other = again.clone();
        Arrays.sort(one);
        Arrays.sort(other);
        return Arrays.equals(one, other);
    }

    private record Kind(Type type, Class<?> known) {

        Trust trust() {
            return new Trust(OpenTypes.isOpen(type) || OpenTypes.isOpen(known));
        }
    }
}
