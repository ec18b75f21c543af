package io.kvkit.spring.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kvkit.tck.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sees from outside what workers do, so that it outlives each of them, and holds them at points where a test needs them.
 */
final class Witness implements AutoCloseable {

    private final List<Sight> sights = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Void>> holds = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Witness() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::see);
        server.setExecutor(threads);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void see(HttpExchange exchange) throws IOException {
        String[] said = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
        Sight sight = new Sight(said[0], said[1], said[2], Long.parseLong(said[3]), Integer.parseInt(said[4]), said[5]);
        sights.add(sight);
        CompletableFuture<Void> hold = holds.get(id(sight.worker(), sight.point(), sight.key()));
        if (hold != null) {
            hold.join();
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static String id(String worker, String point, String key) {
        return worker + '\n' + point + '\n' + key;
    }

    /** Makes a worker stand still where it will be at a point of a call, until it is released. */
    void hold(String worker, String point, String key) {
        holds.put(id(worker, point, key), new CompletableFuture<>());
    }

    /** Waits until a worker is at a point of a call. */
    void await(String worker, String point, String key) {
        Eventually.until(
                worker + " at " + point + " of " + key,
                () -> sights.stream().anyMatch(sight -> sight.is(worker, point, key)));
    }

    void release(String worker, String point, String key) {
        CompletableFuture<Void> hold = holds.remove(id(worker, point, key));
        if (hold != null) {
            hold.complete(null);
        }
    }

    /** What was seen at a point of a call, by whichever worker, in order. */
    List<Sight> sights(String point, String key) {
        return sights.stream()
                .filter(sight -> sight.point().equals(point) && sight.key().equals(key))
                .toList();
    }

    @Override
    public void close() {
        holds.values().forEach(hold -> hold.complete(null));
        server.stop(0);
        threads.shutdownNow();
    }
}
