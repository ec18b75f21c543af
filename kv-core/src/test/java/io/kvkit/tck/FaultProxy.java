package io.kvkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the loopback interface between a client and a server that works, whose faults are switched while it runs.
 *
 * <pre>{@code
 * try (RedisServer server = RedisServer.start();
 *         FaultProxy proxy = new FaultProxy(server.port());
 *         KvStore store = new LettuceKvStore(LettuceSettings.ofUri(proxy.uri()).build())) {
 *     proxy.fault(Fault.DROP_REPLIES); // the server works, the client hears nothing
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>It loses bytes only as a network does: a connection that lost some is cut by {@link #heal()} and never goes on.
 */
public final class FaultProxy implements AutoCloseable {

    /** What becomes of what passes. */
    public enum Fault {
        /** Everything passes. */
        NONE,
        /** Requests reach the server, its replies are swallowed. */
        DROP_REPLIES,
        /** The next reply is swallowed and its connection cut; then everything passes again. */
        CUT_AT_REPLY,
        /** Nothing passes; what was held back arrives late, when the proxy is healed. */
        STALL,
        /** What is sent arrives only when it is delivered, even after its connection has ended; nothing else passes. */
        KEEP,
        /** Connections open and both sides can send, but nothing ever arrives. */
        BLACK_HOLE,
        /** New connections are refused; open ones go on. */
        REFUSE
    }

    private final int serverPort;
    private final int port;
    private final Set<FaultLine> lines = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;
    private final AtomicInteger resets = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable String answer;

    /** A proxy before the server on a port of the loopback interface. */
    public FaultProxy(int serverPort) {
        this.serverPort = serverPort;
        this.port = listen(0);
    }

    public int port() {
        return port;
    }

    /** The address to give to a client. */
    public String uri() {
        return "redis://" + Loopback.HOST + ":" + port;
    }

    /** Switches to a fault, for open connections and later ones. */
    public synchronized void fault(Fault next) {
        fault = next;
        notifyAll();
        if (next == Fault.REFUSE) {
            stopListening();
        } else if (listening == null) {
            listen(port);
        }
    }

    /** Whether what passes is let through. */
    public boolean isWhole() {
        return fault == Fault.NONE;
    }

    /** Holds everything back for some time, in both directions. */
    public void delay(Duration delay) {
        this.delay = delay;
    }

    /** Answers every request in the server's stead with an error, as {@code MOVED 1 127.0.0.1:1}. */
    public void answer(String error) {
        answer = error;
    }

    /** Cuts all connections; new ones are as the fault says. */
    public void cut() {
        lines.forEach(FaultLine::close);
    }

    /** Ends the server's half of every connection: the client hears that nothing more comes, and could still send. */
    public void halfClose() {
        lines.forEach(FaultLine::halfClose);
    }

    /** Delivers what was kept, and returns when the server has carried it out. */
    public void deliver() {
        List.copyOf(lines).forEach(FaultLine::deliver);
    }

    /** Whether something was kept that is not delivered yet. */
    public boolean keeps() {
        return lines.stream().anyMatch(FaultLine::keeps);
    }

    /** How many connections the client ended by a reset, so that nothing that it wrote can arrive later. */
    public int resets() {
        return resets.get();
    }

    void reset() {
        resets.incrementAndGet();
    }

    /** Lets everything pass. Connections that lost something are cut. */
    public void heal() {
        delay = Duration.ZERO;
        answer = null;
        lines.stream().filter(FaultLine::torn).forEach(FaultLine::close);
        fault(Fault.NONE);
    }

    @Override
    public void close() {
        fault(Fault.REFUSE);
        List.copyOf(lines).forEach(FaultLine::drop);
    }

    /** Whether it has swallowed bytes of a connection that is still open. */
    boolean hasLost() {
        return lines.stream().anyMatch(FaultLine::torn);
    }

    Fault fault() {
        return fault;
    }

    @Nullable
    String answer() {
        return answer;
    }

    /** Whether this reply is the one to cut at; only one is. */
    synchronized boolean takeCut() {
        boolean mine = fault == Fault.CUT_AT_REPLY;
        fault = mine ? Fault.NONE : fault;
        return mine;
    }

    /** Returns when what was read may go on. */
    void hold() throws InterruptedException {
        long start = System.nanoTime();
        for (long left = delay.toNanos(); left > 0; left = start + delay.toNanos() - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        synchronized (this) {
            while (fault == Fault.STALL) {
                wait();
            }
        }
    }

    void ended(FaultLine line) {
        lines.remove(line);
    }

    private int listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(Loopback.ADDRESS, wanted));
            listening = socket;
            accepting = FaultLine.start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopListening() {
        if (listening != null) {
            FaultLine.closeQuietly(listening);
            listening = null;
            awaitEnd(accepting);
        }
    }

    // While a thread still waits for connections, the system takes them although the socket is closed.
    private static void awaitEnd(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException refused) {
                // Closed, or the server is away: the client's connection ended, and the next one may do better.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            FaultLine line = new FaultLine(this, client, new Socket(Loopback.ADDRESS, serverPort));
            lines.add(line);
            line.start();
        } catch (IOException e) {
            FaultLine.closeQuietly(client);
            throw e;
        }
    }
}
