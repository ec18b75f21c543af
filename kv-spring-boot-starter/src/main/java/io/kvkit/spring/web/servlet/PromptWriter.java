package io.kvkit.spring.web.servlet;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;

/** A writer that passes its text to a held body as soon as the body may be sent to the client. */
final class PromptWriter extends FilterWriter {

    private final HeldBody body;

    PromptWriter(HeldBody body, String encoding) throws IOException {
        super(new OutputStreamWriter(body, encoding));
        this.body = body;
    }

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
        if (body.isOpen()) {
            out.flush();
        }
    }
}
