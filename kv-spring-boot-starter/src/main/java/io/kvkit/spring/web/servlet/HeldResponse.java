package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A servlet response whose body can be held back, recorded, and replaced by a recorded response. */
final class HeldResponse extends HttpServletResponseWrapper {

    private final HttpServletResponse raw;
    private final ServletExchange exchange;
    private final HeldOutput output;
    private final WrittenHeaders written = new WrittenHeaders();
    private @Nullable String language;
    private boolean errorSent;
    private @Nullable String message;

    HeldResponse(HttpServletResponse raw, ServletExchange exchange) {
        super(raw);
        this.raw = raw;
        this.exchange = exchange;
        this.output = new HeldOutput(raw, exchange);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return output.stream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return output.writer();
    }

    @Override
    public void flushBuffer() throws IOException {
        output.flush();
    }

    @Override
    public void resetBuffer() {
        raw.resetBuffer();
        output.drop();
    }

    @Override
    public void reset() {
        raw.reset();
        output.reset();
        written.clear();
        language = null;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        written.set(name, value);
        raw.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        written.add(name, value);
        raw.addHeader(name, value);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return written.all(name, raw.getHeaders(name));
    }

    // A container stores the locale apart from the headers, so it is noted here.
    @Override
    public void setLocale(Locale locale) {
        language = locale.toLanguageTag();
        raw.setLocale(locale);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        errorSent = true;
        this.message = message;
        output.drop();
        raw.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        errorSent = true;
        output.drop();
        raw.sendError(status);
    }

    /** Returns whether the container was asked to render an error, which it does in a dispatch of its own. */
    boolean errorSent() {
        return errorSent;
    }

    /** Returns the recorded form of an error that the container writes itself. */
    RecordedResponse recordError() {
        return RecordedResponse.error(raw.getStatus(), headers(), message);
    }

    /** Returns the recorded form of the response so far. */
    RecordedResponse record() {
        byte[] body = output.whole();
        return body == null
                ? RecordedResponse.notRetained(raw.getStatus(), raw.getHeader("Location"))
                : RecordedResponse.of(raw.getStatus(), headers(), body);
    }

    private List<Header> headers() {
        return ServletHeaders.ofResult(this, exchange.rules().recorded(), exchange.headersBefore(), language);
    }

    /** Sends the held bytes, which are the whole body, to the client. */
    void release() throws IOException {
        output.release();
    }

    /** Sends the held bytes to the client, and then all bytes directly. */
    void open() throws IOException {
        output.open();
    }

    /** Answers with a recorded response and discards the body. */
    void replay(RecordedResponse recorded) throws IOException {
        if (raw.isCommitted()) {
            throw new IOException("The recorded response cannot be replayed, because another one was sent");
        }
        output.replaced();
        raw.resetBuffer();
        raw.setStatus(recorded.status());
        ServletHeaders.replay(recorded, raw);
        if (recorded.kind() == Kind.ERROR) {
            raw.sendError(recorded.status(), recorded.message());
            return;
        }
        HeldBody.write(raw, recorded.body());
    }
}
