package io.kvkit.lettuce;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes the Redis protocol, as far as commands need it. */
final class Resp {

    private static final int CRLF = '\r' << 8 | '\n';

    private Resp() {}

    /** Starts an array of a number of strings. */
    static void array(ByteBuf out, int size) {
        head(out, '*', size);
    }

    static void bulk(ByteBuf out, byte[] bytes) {
        head(out, '$', bytes.length);
        out.writeBytes(bytes).writeShort(CRLF);
    }

    static void bulk(ByteBuf out, String text) {
        head(out, '$', ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
        out.writeShort(CRLF);
    }

    private static void head(ByteBuf out, char mark, int number) {
        out.writeByte(mark);
        digits(out, number);
        out.writeShort(CRLF);
    }

    private static void digits(ByteBuf out, int number) {
        if (number > 9) {
            digits(out, number / 10);
        }
        out.writeByte('0' + number % 10);
    }
}
