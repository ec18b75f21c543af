package io.kvkit.store;

import java.nio.charset.StandardCharsets;

/** Computes the slot of a text in a Redis Cluster. Plain ASCII needs no allocation. */
final class Slots {

    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final char[] CRC = crcOfBytes();
    private static final char[] CRC_BEFORE_A_BYTE = crcOfBytesBeforeAnother();

    private Slots() {}

    /** Returns the CRC-16 (XMODEM) of the text, or of the part between its first brace and the next closing brace. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        return close > open + 1 ? of(key, open + 1, close) : of(key, 0, key.length());
    }

    private static int of(String key, int start, int end) {
        int crc = 0;
        int i = start;
        if ((end - start) % 2 == 1) {
            char first = key.charAt(i++);
            if (first >= 0x80) {
                return ofUnicode(key, start, end);
            }
            crc = CRC[first];
        }
        // Two at a time, because each step depends on the previous one.
        for (; i < end; i += 2) {
            char one = key.charAt(i);
            char other = key.charAt(i + 1);
            if ((one | other) >= 0x80) {
                return ofUnicode(key, start, end);
            }
            crc = CRC_BEFORE_A_BYTE[crc >>> 8 ^ one] ^ CRC[crc & 0xFF ^ other];
        }
        return crc % COUNT;
    }

    private static int ofUnicode(String key, int start, int end) {
        int crc = 0;
        for (byte next : key.substring(start, end).getBytes(StandardCharsets.UTF_8)) {
            crc = crc << 8 & 0xFFFF ^ CRC[crc >>> 8 ^ next & 0xFF];
        }
        return crc % COUNT;
    }

    private static char[] crcOfBytesBeforeAnother() {
        char[] all = new char[CRC.length];
        for (int value = 0; value < all.length; value++) {
            all[value] = (char) (CRC[value] << 8 ^ CRC[CRC[value] >>> 8]);
        }
        return all;
    }

    private static char[] crcOfBytes() {
        char[] all = new char[256];
        for (int value = 0; value < all.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            all[value] = (char) crc;
        }
        return all;
    }
}
