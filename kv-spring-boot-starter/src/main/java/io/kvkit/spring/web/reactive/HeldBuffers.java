package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The beginning of a body, held back until it is whole or larger than the maximum that can be recorded. */
final class HeldBuffers {

    private final BooleanSupplier wanted;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
    private boolean begun;
    private boolean open;

    /** Creates buffers that hold the body back if a completion waits for it when it begins. */
    HeldBuffers(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /** Adds bytes, and returns those to send to the client now. */
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

    /** Returns whether bytes go directly to the client. */
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
