package io.kvkit.spring.web.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The stream and the writer of a servlet response. The body is held back if, when it begins, a completion waits for it
 * or a recorded response replaces it; otherwise it goes to the container.
 */
final class HeldOutput {

    private enum Body {
        NONE,
        HELD,
        OPEN
    }

    private final HttpServletResponse raw;
    private final ServletExchange exchange;
    private final HeldBody bytes;
    private final Lock lock = new ReentrantLock();
    private Body body = Body.NONE;
    private @Nullable PrintWriter writer;

    HeldOutput(HttpServletResponse raw, ServletExchange exchange) {
        this.raw = raw;
        this.exchange = exchange;
        this.bytes = new HeldBody(raw);
    }

    ServletOutputStream stream() throws IOException {
        return begin() ? bytes : raw.getOutputStream();
    }

    PrintWriter writer() throws IOException {
        if (!begin()) {
            return raw.getWriter();
        }
        PrintWriter present = writer;
        if (present == null) {
            // As in containers, the charset becomes part of the content type.
            raw.setCharacterEncoding(raw.getCharacterEncoding());
            present = new PrintWriter(new PromptWriter(bytes, raw.getCharacterEncoding()));
            writer = present;
        }
        return present;
    }

    void flush() throws IOException {
        if (!begin()) {
            raw.flushBuffer();
        } else {
            flushWriter();
        }
    }

    /** Discards the body. */
    void drop() {
        bytes.reset();
    }

    /** Discards the body and the choice between stream and writer. */
    void reset() {
        bytes.reset();
        writer = null;
        if (body == Body.HELD) {
            body = Body.NONE;
        }
    }

    /** Returns the whole body; null if a part of it has left already. */
    byte @Nullable [] whole() {
        flushWriter();
        return body == Body.OPEN || bytes.spilled() ? null : bytes.toByteArray();
    }

    /** Sends the held bytes, which are the whole body, to the client. */
    void release() throws IOException {
        lock.lock();
        try {
            body = Body.OPEN;
            flushWriter();
            bytes.release();
        } finally {
            lock.unlock();
        }
    }

    /** Sends the held bytes to the client, and then all bytes directly. */
    void open() throws IOException {
        lock.lock();
        try {
            body = Body.OPEN;
            flushWriter();
            bytes.spill();
            // Another thread may have written in between.
            flushWriter();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the response to another body. */
    void replaced() {
        body = Body.OPEN;
        drop();
    }

    private void flushWriter() {
        if (writer != null) {
            writer.flush();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            if (body == Body.NONE) {
                boolean held =
                        exchange.isReplaced() || exchange.hasPending() && !StreamedTypes.contain(raw.getContentType());
                body = held ? Body.HELD : Body.OPEN;
            }
            return body == Body.HELD;
        } finally {
            lock.unlock();
        }
    }
}
