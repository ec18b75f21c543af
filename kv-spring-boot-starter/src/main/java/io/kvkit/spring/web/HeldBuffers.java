package io.kvkit.spring.web;

import io.kvkit.spring.exchange.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The beginning of a body that is held back until it is whole, or larger than what can be recorded. */
final class HeldBuffers {

    private final BooleanSupplier wanted;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
    private boolean begun;
    private boolean open;

    /** Makes a beginning that is held back if, when it comes, somebody waits for the body. */
    HeldBuffers(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

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

    /** Whether bytes go to the client as they come. */
    boolean isOpen() {
        if (!begun) {
            begun = true;
            open = !wanted.getAsBoolean();
        }
        return open;
    }

    byte[] toByteArray() {
        return held.toByteArray();
    }
}
