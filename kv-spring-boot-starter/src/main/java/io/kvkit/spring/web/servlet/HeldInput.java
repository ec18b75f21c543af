package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RequestTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The body of a request, kept while it is read, so that code that reads it after a comparison still finds all of it.
 */
final class HeldInput extends ServletInputStream {

    private static final int STEP = 8192;

    private final ServletInputStream raw;
    private final long limit;
    private byte[] held = new byte[0];
    private int count;
    private int position;
    private boolean ended;
    private boolean tooLarge;

    HeldInput(ServletInputStream raw, long limit) {
        this.raw = raw;
        this.limit = limit;
    }

    /** Returns the whole body. Other code can still read the unread part. */
    byte[] whole() throws IOException {
        byte[] step = new byte[STEP];
        while (!ended && !tooLarge) {
            keep(step, 0, raw.read(step, 0, STEP));
        }
        if (tooLarge) {
            throw new RequestTooLargeException(limit);
        }
        return Arrays.copyOf(held, count);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (position == count && !ended) {
            int read = raw.read(b, off, len);
            keep(b, off, read);
            position = count;
            return read;
        }
        int read = Math.min(len, count - position);
        System.arraycopy(held, position, b, off, read);
        position += read;
        return read == 0 ? -1 : read;
    }

    private void keep(byte[] b, int off, int read) {
        if (read < 0) {
            ended = true;
        } else if (tooLarge || count + (long) read > limit) {
            tooLarge = true;
        } else {
            if (held.length < count + read) {
                held = Arrays.copyOf(held, Math.max(count + read, 2 * held.length));
            }
            System.arraycopy(b, off, held, count, read);
            count += read;
        }
    }

    @Override
    public boolean isFinished() {
        return position == count && (ended || raw.isFinished());
    }

    @Override
    public boolean isReady() {
        return position < count || ended || raw.isReady();
    }

    // The held part does not come from the container.
    @Override
    public void setReadListener(ReadListener listener) {
        if (!ended) {
            raw.setReadListener(listener);
            return;
        }
        try {
            listener.onDataAvailable();
            if (isFinished()) {
                listener.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
        }
    }
}
