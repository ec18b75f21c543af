package io.kvkit.spring.web;

import io.kvkit.spring.exchange.RecordedResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;

/**
 * The body of a response that is held back until it is released, or until it is larger than what can be recorded: then
 * it goes to the client as it comes. A handler's own thread may still write while the request's thread releases.
 */
final class HeldBody extends ServletOutputStream {

    private final HttpServletResponse raw;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
    private boolean open;
    private boolean spilled;

    HeldBody(HttpServletResponse raw) {
        this.raw = raw;
    }

    /** Writes a whole body, so its length is known. */
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
    public synchronized void write(byte[] b, int off, int len) throws IOException {
        if (!open && held.size() + (long) len > RecordedResponse.MAX_BODY) {
            spill();
        }
        if (open) {
            raw.getOutputStream().write(b, off, len);
        } else {
            held.write(b, off, len);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (open) {
            raw.getOutputStream().flush();
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    // Non-blocking writes are a stream: nothing of it can be held back.
    @Override
    public synchronized void setWriteListener(WriteListener listener) {
        try {
            spill();
            raw.getOutputStream().setWriteListener(listener);
        } catch (IOException e) {
            listener.onError(e);
        }
    }

    synchronized byte[] toByteArray() {
        return held.toByteArray();
    }

    /** A writer whose text is in this body as soon as it may go to the client. */
    Writer writer(String encoding) throws IOException {
        OutputStreamWriter encoder = new OutputStreamWriter(this, encoding);
        return new FilterWriter(encoder) {
            @Override
            public void write(char[] text, int off, int len) throws IOException {
                super.write(text, off, len);
                passOn();
            }

            @Override
            public void write(String text, int off, int len) throws IOException {
                super.write(text, off, len);
                passOn();
            }

            @Override
            public void write(int c) throws IOException {
                super.write(c);
                passOn();
            }

            private void passOn() throws IOException {
                if (isOpen()) {
                    encoder.flush();
                }
            }
        };
    }

    private synchronized boolean isOpen() {
        return open;
    }

    /** Whether bytes have left that were not recorded. */
    synchronized boolean spilled() {
        return spilled;
    }

    synchronized void reset() {
        held.reset();
    }

    synchronized void release() throws IOException {
        if (!open) {
            open = true;
            write(raw, held.toByteArray());
            held.reset();
        }
    }

    /** Lets everything go as it comes. */
    synchronized void spill() throws IOException {
        if (!open) {
            open = true;
            spilled = true;
            held.writeTo(raw.getOutputStream());
            held.reset();
        }
    }
}
