package io.kvkit.value;

import java.nio.charset.StandardCharsets;

/** Builds arguments and reads replies. */
final class Reply {

    private static final byte[] NO = {0};
    private static final byte[] YES = {1};

    private Reply() {}

    static byte[] no() {
        return NO;
    }

    static byte[] yes() {
        return YES;
    }

    static boolean isYes(byte[] reply) {
        return reply[0] == 1;
    }

    static byte[] tagged(int tag, byte[] rest) {
        byte[] reply = new byte[1 + rest.length];
        reply[0] = (byte) tag;
        System.arraycopy(rest, 0, reply, 1, rest.length);
        return reply;
    }

    static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
