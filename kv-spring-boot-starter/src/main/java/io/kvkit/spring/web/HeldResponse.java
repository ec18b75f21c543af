package io.kvkit.spring.web;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A servlet response that holds its body back if, when the body begins, a completion waits for it or a recorded response
 * replaces it. Otherwise it is the container's response.
 */
final class HeldResponse extends HttpServletResponseWrapper {

    private enum Body {
        NONE,
        HELD,
        OPEN
    }

    private final HttpServletResponse raw;
    private final ServletExchange exchange;
    private final Lock lock = new ReentrantLock();
    private Body body = Body.NONE;
    private @Nullable HeldBody bytes;
    private @Nullable PrintWriter writer;
    private @Nullable String language;
    private boolean errorSent;

    HeldResponse(HttpServletResponse raw, ServletExchange exchange) {
        super(raw);
        this.raw = raw;
        this.exchange = exchange;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return begin() ? bytes() : raw.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (!begin()) {
            return raw.getWriter();
        }
        PrintWriter present = writer;
        if (present == null) {
            // As a container does it: the charset becomes part of the content type.
            setCharacterEncoding(getCharacterEncoding());
            present = new PrintWriter(bytes().writer(getCharacterEncoding()));
            writer = present;
        }
        return present;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!begin()) {
            raw.flushBuffer();
        } else if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public void resetBuffer() {
        raw.resetBuffer();
        drop();
    }

    @Override
    public void reset() {
        raw.reset();
        drop();
        writer = null;
        language = null;
        if (body == Body.HELD) {
            body = Body.NONE;
        }
    }

    // A container keeps this apart from the headers, so it has to be noted here.
    @Override
    public void setLocale(Locale locale) {
        language = locale.toLanguageTag();
        raw.setLocale(locale);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        errorSent = true;
        drop();
        raw.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        errorSent = true;
        drop();
        raw.sendError(status);
    }

    /** Whether the container was asked to render an error, which it does in a dispatch of its own. */
    boolean errorSent() {
        return errorSent;
    }

    /** The response so far, as it is recorded. */
    RecordedResponse record() {
        flushWriter();
        if (body == Body.OPEN || bytes != null && bytes.spilled()) {
            return RecordedResponse.notRetained(raw.getStatus(), raw.getHeader("Location"));
        }
        return RecordedResponse.of(raw.getStatus(), headers(), bytes == null ? new byte[0] : bytes.toByteArray());
    }

    /** Lets what is held go to the client: it is the whole body. */
    void release() throws IOException {
        lock.lock();
        try {
            body = Body.OPEN;
            flushWriter();
            if (bytes != null) {
                bytes.release();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets what is held go to the client, and everything that follows as it comes. */
    void open() throws IOException {
        lock.lock();
        try {
            body = Body.OPEN;
            flushWriter();
            if (bytes != null) {
                bytes.spill();
            }
            // Another thread may have written in between.
            flushWriter();
        } finally {
            lock.unlock();
        }
    }

    private void flushWriter() {
        if (writer != null) {
            writer.flush();
        }
    }

    /** Answers with a recorded response instead of what was written. */
    void replay(RecordedResponse recorded) throws IOException {
        if (raw.isCommitted()) {
            throw new IOException("The recorded response cannot be replayed, because another one was sent");
        }
        body = Body.OPEN;
        drop();
        raw.resetBuffer();
        raw.setStatus(recorded.status());
        if (recorded.header("Content-Type") != null) {
            raw.setCharacterEncoding((String) null);
        }
        Set<String> set = new HashSet<>();
        for (Header header : recorded.headers()) {
            if (set.add(header.name().toLowerCase(Locale.ROOT))) {
                raw.setHeader(header.name(), header.value());
            } else {
                raw.addHeader(header.name(), header.value());
            }
        }
        raw.setHeader(RecordedHeaders.REPLAYED, "true");
        HeldBody.write(raw, recorded.body());
    }

    static Map<String, List<String>> headersOf(HttpServletResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        String type = response.getContentType();
        if (type != null) {
            headers.put("content-type", List.of(type));
        }
        for (String name : response.getHeaderNames()) {
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), List.copyOf(response.getHeaders(name)));
        }
        return headers;
    }

    // What outer filters and interceptors set belongs to this request; a replay gets its own from them.
    private List<Header> headers() {
        Map<String, List<String>> before = exchange.headersBefore();
        List<Header> headers = new ArrayList<>();
        String type = raw.getContentType();
        if (type != null && !List.of(type).equals(before.get("content-type"))) {
            headers.add(new Header("Content-Type", type));
        }
        if (language != null && !raw.containsHeader("Content-Language")) {
            headers.add(new Header("Content-Language", language));
        }
        for (String name : new LinkedHashSet<>(raw.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            List<String> values = List.copyOf(raw.getHeaders(name));
            if (!lower.equals("content-type") && RecordedHeaders.keeps(name) && !values.equals(before.get(lower))) {
                values.forEach(value -> headers.add(new Header(name, value)));
            }
        }
        return headers;
    }

    private boolean begin() {
        lock.lock();
        try {
            if (body == Body.NONE) {
                boolean held = exchange.replay() != null || exchange.hasPending() && !isStream(raw.getContentType());
                body = held ? Body.HELD : Body.OPEN;
            }
            return body == Body.HELD;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isStream(@Nullable String type) {
        return type != null
                && (type.startsWith("text/event-stream")
                        || type.startsWith("application/x-ndjson")
                        || type.startsWith("multipart/x-mixed-replace"));
    }

    private HeldBody bytes() throws IOException {
        lock.lock();
        try {
            HeldBody present = bytes;
            if (present == null) {
                present = new HeldBody(raw);
                bytes = present;
                // The request's thread may have opened since another thread began.
                if (body == Body.OPEN) {
                    present.spill();
                }
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        if (bytes != null) {
            bytes.reset();
        }
    }
}
