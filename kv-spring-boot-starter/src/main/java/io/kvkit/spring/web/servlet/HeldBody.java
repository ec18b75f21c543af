package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of a response, held back until it is released or larger than the maximum that can be recorded; then it is
 * streamed to the client. A handler's own thread may still write while the request's thread releases.
 */
final class HeldBody extends ServletOutputStream {

    private final HttpServletResponse raw;
    // No monitor: a virtual thread that waits for the client inside one would pin its carrier.
    private final Lock lock = new ReentrantLock();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile boolean open;
    private volatile boolean spilled;

    HeldBody(HttpServletResponse raw) {
        this.raw = raw;
    }

    /** Writes a whole body, so that its length is known. */
    static void write(HttpServletResponse response, byte[] body) throws IOException {
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        lock.lock();
        try {
            if (!open && held.size() + (long) len > RecordedResponse.MAX_BODY) {
                spill();
            }
            if (open) {
                raw.getOutputStream().write(b, off, len);
            } else {
                held.write(b, off, len);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            if (open) {
                raw.getOutputStream().flush();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    // Non-blocking writes are a stream, which cannot be held back.
    @Override
    public void setWriteListener(WriteListener listener) {
        lock.lock();
        try {
            spill();
            raw.getOutputStream().setWriteListener(listener);
        } catch (IOException e) {
            listener.onError(e);
        } finally {
            lock.unlock();
        }
    }

    byte[] toByteArray() {
        return held.toByteArray();
    }

    /** Returns whether bytes go directly to the client. */
    boolean isOpen() {
        return open;
    }

    /** Returns whether bytes have left that were not recorded. */
    boolean spilled() {
        return spilled;
    }

    void reset() {
        held.reset();
    }

    void release() throws IOException {
        lock.lock();
        try {
            if (!open) {
                open = true;
                write(raw, held.toByteArray());
                held.reset();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets all bytes go directly to the client. */
    void spill() throws IOException {
        lock.lock();
        try {
            if (!open) {
                spilled = true;
                open = true;
                if (held.size() > 0) {
                    held.writeTo(raw.getOutputStream());
                    held.reset();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
