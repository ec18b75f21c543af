package io.kvkit.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A codec that encodes only values which its delegate reads back unchanged.
 *
 * <p>A type in which the delegate finds an obstacle is refused. For other types, the first values and a sample of the
 * later ones are checked (see {@link Trust}): a value is encoded, decoded and encoded again; the bytes must be the
 * same, and the copy must be like the value (see {@link Likeness}). So data that the codec writes but does not read,
 * masks, truncates or does not see causes an error when it is stored, not a surprise when it is read. Any exception of
 * the delegate becomes a {@link CodecException}. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Codec codec = new FaithfulCodec(new JacksonCodec());
 * }</pre>
 *
 * @since 0.1
 */
public final class FaithfulCodec implements Codec {

    private final Codec codec;
    private final ConcurrentMap<Type, Optional<Obstacle>> obstacles = new ConcurrentHashMap<>();
    private final ConcurrentMap<Kind, Trust> trusts = new ConcurrentHashMap<>();

    /** Creates a codec around a delegate. Use one per method, because methods fill the same type differently. */
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

    @Override
    public Object decodeCompatible(byte[] bytes, int offset, int length, Type type) {
        return decoded(() -> codec.decodeCompatible(bytes, offset, length, type), type);
    }

    @Override
    public String format() {
        return codec.format();
    }

    @Override
    public String structure(Type type) {
        return codec.structure(type);
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

    @Override
    public Object standIn(Object value) {
        return codec.standIn(value);
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

    // The copy is compared after it was encoded, so that getters that cache their result have run in both objects.
    private @Nullable String difference(Object value, byte[] bytes, Object copy, byte[] again, Type type) {
        Likeness likeness = new Likeness(codec::standIn);
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

    // The elements of a hash table may change their order.
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
