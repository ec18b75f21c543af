package io.kvkit.spring.crash;

import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The effects of one process in a file, which stay when the process is killed. One line each. */
public final class Effects implements KvListener {

    private final FileChannel file;

    public Effects(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized void add(String line) {
        try {
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onEvent(KvEvent event) {
        if (event instanceof OnceEvent once && once.outcome() == OnceEvent.Outcome.TAKEOVER) {
            add("takeover " + once.namespace().name());
        }
    }
}
