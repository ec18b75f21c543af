package io.kvkit.codec;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import net.jpountz.lz4.LZ4Factory;

/**
 * The ways to compress payloads of more than 1 KB. All but {@link #NONE} need a library on the class path.
 *
 * @since 0.1
 */
public enum Compression {
    /** Payloads are stored as they are. */
    NONE(0, "nothing"),
    /** LZ4: fast. */
    LZ4(0x10, "at.yawk.lz4:lz4-java"),
    /** Zstandard: smaller results, with a native library. */
    ZSTD(0x20, "com.github.luben:zstd-jni");

    /** The shortest value that is compressed, in bytes. */
    static final int FROM = 1_024;

    /** The longest value that is decompressed: a few bytes can claim to be any number of them. */
    static final int MOST = 64 << 20;

    private final byte flag;
    private final String library;

    Compression(int flag, String library) {
        this.flag = (byte) flag;
        this.library = library;
    }

    /** Returns the library that is needed, as group and artifact. */
    public String library() {
        return library;
    }

    /** Returns whether the library is on the class path and works on this machine. */
    public boolean isPresent() {
        try {
            byte[] bytes = {1, 2, 3};
            byte[] copy = new byte[bytes.length];
            byte[] compressed = compress(bytes);
            decompress(compressed, 0, compressed.length, copy);
            return Arrays.equals(bytes, copy);
        } catch (LinkageError absent) {
            return false;
        }
    }

    /** Returns the name in properties, such as {@code lz4}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the flag in the kind of a payload. */
    byte flag() {
        return flag;
    }

    static Optional<Compression> ofFlag(int flag) {
        return Arrays.stream(values()).filter(known -> known.flag == flag).findFirst();
    }

    /** Returns whether values of a length are compressed. */
    static boolean isWorthwhile(int length) {
        return length >= FROM && length <= MOST;
    }

    /** Returns the compressed form of a value, which begins with the length of the value. */
    byte[] shrink(byte[] value) {
        byte[] small = compress(value);
        return ByteBuffer.allocate(Integer.BYTES + small.length)
                .putInt(value.length)
                .put(small)
                .array();
    }

    /** Returns the value of a compressed form. */
    byte[] expand(byte[] bytes, int offset, int length) {
        int claimed = ByteBuffer.wrap(bytes, offset, length).getInt();
        if (!isWorthwhile(claimed)) {
            throw new IllegalArgumentException("No value of this length is compressed");
        }
        byte[] whole = new byte[claimed];
        decompress(bytes, offset + Integer.BYTES, length - Integer.BYTES, whole);
        return whole;
    }

    byte[] compress(byte[] bytes) {
        return switch (this) {
            case NONE -> bytes;
            case LZ4 -> Lz4.compress(bytes);
            case ZSTD -> Zstandard.compress(bytes);
        };
    }

    /** Fills an array; throws an exception if there are fewer or more bytes, or other ones. */
    void decompress(byte[] bytes, int offset, int length, byte[] into) {
        long filled = switch (this) {
            case NONE -> copy(bytes, offset, length, into);
            case LZ4 -> Lz4.decompress(bytes, offset, length, into);
            case ZSTD -> Zstandard.decompress(bytes, offset, length, into);
        };
        if (filled != into.length) {
            throw new IllegalArgumentException("The compressed bytes are too few");
        }
    }

    private static int copy(byte[] bytes, int offset, int length, byte[] into) {
        System.arraycopy(bytes, offset, into, 0, length);
        return length;
    }

    // Loaded only if the way is used. Neither native nor unsafe code, which newer JDKs warn of.
    private static final class Lz4 {

        static byte[] compress(byte[] bytes) {
            return LZ4Factory.safeInstance().fastCompressor().compress(bytes);
        }

        static long decompress(byte[] bytes, int offset, int length, byte[] into) {
            return LZ4Factory.safeInstance().safeDecompressor().decompress(bytes, offset, length, into, 0);
        }
    }

    private static final class Zstandard {

        static byte[] compress(byte[] bytes) {
            return Zstd.compress(bytes);
        }

        static long decompress(byte[] bytes, int offset, int length, byte[] into) {
            return Zstd.decompressByteArray(into, 0, into.length, bytes, offset, length);
        }
    }
}
