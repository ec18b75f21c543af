package io.kvkit.tck;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface for servers of tests, none of them given twice.
 *
 * <p>They lie below those that systems give to connections and to servers that take any port, so nothing else takes a
 * port before its server has begun to listen, or while that is away for a while.
 */
final class Ports {

    private static final int FIRST = 11_000;
    private static final int COUNT = 20_000;

    // Processes that run tests at the same time begin at different places.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /** A port on which nothing listens. */
    static int free() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, Loopback.ADDRESS)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
