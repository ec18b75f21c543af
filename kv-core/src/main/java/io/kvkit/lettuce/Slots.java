package io.kvkit.lettuce;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;

/**
 * Which slot of a cluster a key lies in. It is asked for each call more than once, so nothing is made of a key that is
 * plain ASCII.
 */
final class Slots {

    static final int COUNT = SlotHash.SLOT_COUNT;

    private static final int POLYNOMIAL = 0x1021;
    private static final char[] CRC = crcOfBytes();

    private Slots() {}

    /** The CRC-16 (XMODEM) of the text, or of what lies between its first brace and the next closing one. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        return close > open + 1 ? of(key, open + 1, close) : of(key, 0, key.length());
    }

    private static int of(String key, int start, int end) {
        int crc = 0;
        for (int i = start; i < end; i++) {
            char c = key.charAt(i);
            if (c >= 0x80) {
                return SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8));
            }
            crc = (crc << 8 ^ CRC[crc >>> 8 & 0xFF ^ c]) & 0xFFFF;
        }
        return crc % COUNT;
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
