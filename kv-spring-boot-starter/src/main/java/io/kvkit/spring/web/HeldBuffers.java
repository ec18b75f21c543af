package io.kvkit.spring.web;

import io.kvkit.spring.exchange.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** The beginning of a body that is held back until it is whole, or larger than what can be recorded. */
final class HeldBuffers {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
    private boolean open;

    /** Takes the next bytes and gives back those that go to the client now. */
    List<byte[]> offer(byte[] bytes) {
        if (open) {
            return List.of(bytes);
        }
        if (held.size() + (long) bytes.length <= RecordedResponse.MAX_BODY) {
            held.writeBytes(bytes);
            return List.of();
        }
        open = true;
        byte[] first = held.toByteArray();
        held.reset();
        return List.of(first, bytes);
    }

    /** Whether bytes have left that were not recorded. */
    boolean isOpen() {
        return open;
    }

    byte[] toByteArray() {
        return held.toByteArray();
    }
}
