package io.kvkit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Talks to a shop as the network sees it. */
final class ShopClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    ShopClient(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    Reply get(String path, String... headers) {
        return send(request("GET", path, "", headers));
    }

    Reply put(String path, String json) {
        return send(request("PUT", path, json));
    }

    Reply delete(String path) {
        return send(request("DELETE", path, ""));
    }

    Reply post(String path, String json, String... headers) {
        return send(request("POST", path, json, headers));
    }

    CompletableFuture<Reply> getAsync(String path) {
        return sendAsync(request("GET", path, ""));
    }

    CompletableFuture<Reply> postAsync(String path, String json, String... headers) {
        return sendAsync(request("POST", path, json, headers));
    }

    long count(String statistic) {
        return get("/api/stats").json().path(statistic).asLong();
    }

    /** Sends requests without waiting for one another's answers. */
    static List<CompletableFuture<Reply>> atOnce(int clients, Supplier<CompletableFuture<Reply>> request) {
        return IntStream.range(0, clients).mapToObj(client -> request.get()).toList();
    }

    static List<Reply> replies(List<CompletableFuture<Reply>> requests) {
        return requests.stream().map(CompletableFuture::join).toList();
    }

    private HttpRequest request(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private CompletableFuture<Reply> sendAsync(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Reply::of);
    }

    private Reply send(HttpRequest request) {
        try {
            return Reply.of(http.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
