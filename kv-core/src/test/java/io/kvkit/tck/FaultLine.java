package io.kvkit.tck;

import io.kvkit.tck.FaultProxy.Fault;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection through a proxy: what the client sends and what the server answers, each on a thread. */
final class FaultLine {

    private static final int CHUNK = 65_536;

    /** Sends on what was read. */
    private interface Passing {

        /** Tells whether the connection goes on. */
        boolean pass(byte[] bytes, int count) throws IOException;
    }

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean torn;

    FaultLine(FaultProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        start(() -> pump(client, this::request));
        start(() -> pump(server, this::reply));
    }

    /** Whether bytes of this connection were swallowed. */
    boolean torn() {
        return torn;
    }

    void halfClose() {
        try {
            client.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        closeQuietly(client);
        if (!keeps()) {
            drop();
        }
    }

    /** Ends both sides, with what was kept. */
    void drop() {
        closeQuietly(client);
        closeQuietly(server);
        proxy.ended(this);
        ended.countDown();
    }

    /** Whether something was kept that is not delivered yet. */
    boolean keeps() {
        synchronized (kept) {
            return kept.size() > 0;
        }
    }

    /** Sends what was kept, as if it had been on its way until now. */
    void deliver() {
        if (!keeps()) {
            return;
        }
        try {
            synchronized (kept) {
                server.getOutputStream().write(kept.toByteArray());
                kept.reset();
            }
            server.shutdownOutput();
            ended.await(20, TimeUnit.SECONDS);
        } catch (IOException e) {
            drop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Passing passing) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            boolean open = true;
            for (int n = in.read(buffer); open && n >= 0; n = open ? in.read(buffer) : -1) {
                proxy.hold();
                open = passing.pass(buffer, n);
            }
        } catch (IOException cut) {
            // Either side went: the other one goes too.
            if (from == client && !client.isClosed()) {
                proxy.reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private boolean request(byte[] bytes, int count) throws IOException {
        String answer = proxy.answer();
        if (answer != null) {
            client.getOutputStream().write(errors(answer, RespRequests.count(bytes, count)));
        } else if (proxy.fault() == Fault.BLACK_HOLE) {
            torn = true;
        } else if (proxy.fault() == Fault.KEEP || keeps()) {
            torn = true;
            keep(bytes, count);
        } else {
            server.getOutputStream().write(bytes, 0, count);
        }
        return true;
    }

    private void keep(byte[] bytes, int count) {
        synchronized (kept) {
            kept.write(bytes, 0, count);
        }
    }

    private boolean reply(byte[] bytes, int count) throws IOException {
        if (proxy.takeCut()) {
            return false;
        }
        Fault fault = proxy.fault();
        if (torn || fault == Fault.BLACK_HOLE || fault == Fault.DROP_REPLIES) {
            torn = true;
        } else {
            client.getOutputStream().write(bytes, 0, count);
        }
        return true;
    }

    private static byte[] errors(String text, int times) {
        return ("-" + text + "\r\n").repeat(times).getBytes(StandardCharsets.UTF_8);
    }

    static Thread start(Runnable work) {
        Thread thread = new Thread(work, "kvkit-test-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
