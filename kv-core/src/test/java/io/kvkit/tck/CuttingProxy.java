package io.kvkit.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on the loopback interface that can lose replies, swallow everything, and cut connections: what a network does
 * between a client and a server that works.
 */
public final class CuttingProxy implements AutoCloseable {

    /** What happens to what passes. */
    public enum Mode {
        /** Everything passes. */
        PASS,
        /** Requests reach the server; with the first reply the connection is cut. */
        CUT_AT_REPLY,
        /** Replies are lost and connections stay open. */
        LOSE_REPLIES
    }

    private final ServerSocket listening;
    private final int serverPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.PASS;

    /** A proxy before the server on a port of the loopback interface. */
    public CuttingProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The address to give to a client. */
    public String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    public void mode(Mode next) {
        mode = next;
    }

    /** Cuts all connections. */
    public void cut() {
        sockets.forEach(CuttingProxy::closeQuietly);
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.addAll(List.of(client, server));
                start(() -> pump(client, server, false));
                start(() -> pump(server, client, true));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!replies || mode == Mode.PASS) {
                    out.write(buffer, 0, n);
                } else if (mode == Mode.CUT_AT_REPLY) {
                    mode = Mode.PASS;
                    break;
                }
            }
        } catch (IOException cut) {
            // Either side went: the other one goes too.
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "kvkit-test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
