package io.kvkit.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells a header of a record from other bytes, and from one with a flipped bit. */
final class HeaderCheck {

    static final int MAGIC = 0xB76B;

    private static final long PRIME = 65_521;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private HeaderCheck() {}

    /** Returns flags of which an even number is set. */
    static int even(int flags) {
        int others = flags & ~ClaimRecord.PARITY;
        return Integer.bitCount(others) % 2 == 0 ? others : others | ClaimRecord.PARITY;
    }

    /**
     * Returns the check of a header: the magic number and the rest of it, in words of four bytes that are weighted by
     * their place, modulo a prime. So no flipped bit leaves it as it is.
     */
    static int of(byte[] bytes, int headerLength) {
        long sum = (long) MAGIC + ClaimRecord.shortAt(bytes, 2);
        for (int at = Integer.BYTES; at < headerLength; at += Integer.BYTES) {
            sum += (at / Integer.BYTES + 1L) * Integer.toUnsignedLong((int) INT.get(bytes, at));
        }
        return (int) (sum % PRIME);
    }
}
