package io.kvkit.tck;

/** Counts the requests in what a Redis client wrote: arrays of strings, each with its length before it. */
final class RespRequests {

    private final byte[] bytes;
    private final int end;
    private int at;

    private RespRequests(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** How many requests there are; a small request is written whole. */
    static int count(byte[] bytes, int length) {
        RespRequests requests = new RespRequests(bytes, length);
        int count = 0;
        while (requests.at < length) {
            requests.skip();
            count++;
        }
        return count;
    }

    private void skip() {
        int strings = header('*');
        for (int i = 0; i < strings; i++) {
            int length = header('$');
            at += length + 2;
        }
    }

    private int header(char type) {
        if (at >= end || bytes[at] != type) {
            throw new IllegalStateException("No whole request at byte " + at + " of " + end);
        }
        int number = 0;
        for (at++; bytes[at] != '\r'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        at += 2;
        return number;
    }
}
