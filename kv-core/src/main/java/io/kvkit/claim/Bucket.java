package io.kvkit.claim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Marks of one shard that end together.
 *
 * @param end when they end, in microseconds since the epoch
 * @param marks the marks, one after the other
 */
record Bucket(long end, byte[] marks) {

    static final int HEADER = 12;

    int length() {
        return HEADER + marks.length;
    }

    void write(ByteBuffer out) {
        out.putLong(end).putInt(marks.length / Mark.LENGTH).put(marks);
    }

    /** Returns where the mark of a digest is; -1 if it is not there. */
    int find(byte[] digest) {
        for (int at = 0; at < marks.length; at += Mark.LENGTH) {
            if (Arrays.equals(marks, at, at + Mark.DIGEST, digest, 0, Mark.DIGEST)) {
                return at;
            }
        }
        return -1;
    }

    int tag(int at) {
        return ByteBuffer.wrap(marks).getInt(at + Mark.DIGEST);
    }

    Bucket without(byte[] digest) {
        int at = find(digest);
        if (at < 0) {
            return this;
        }
        byte[] fewer = Arrays.copyOf(marks, marks.length - Mark.LENGTH);
        System.arraycopy(marks, at + Mark.LENGTH, fewer, at, fewer.length - at);
        return new Bucket(end, fewer);
    }

    Bucket with(byte[] mark) {
        byte[] more = Arrays.copyOf(marks, marks.length + Mark.LENGTH);
        System.arraycopy(mark, 0, more, marks.length, Mark.LENGTH);
        return new Bucket(end, more);
    }
}
