package io.kvkit.spring.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Sends requests to a server on this machine. */
final class Http {

    // One for all: each has threads of its own, which take longer to start than most requests.
    private static final HttpClient CLIENT = client();

    private final int port;

    Http(int port) {
        this.port = port;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Call get(String path) {
        return new Call(request(path).GET());
    }

    Call post(String path) {
        return new Call(request(path).POST(BodyPublishers.noBody()));
    }

    /** A request with another method than GET or POST; PUT and PATCH have a body. */
    Call send(String method, String path) {
        boolean body = method.equals("PUT") || method.equals("PATCH");
        return new Call(request(path).method(method, body ? BodyPublishers.ofString("sent") : BodyPublishers.noBody()));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
    }

    /** One request; it can be sent several times. */
    static final class Call {

        private final HttpRequest.Builder request;

        private Call(HttpRequest.Builder request) {
            this.request = request;
        }

        Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        Call key(String key) {
            return header("Idempotency-Key", key);
        }

        Call user(String name) {
            return header("X-User", name);
        }

        Call json(String body) {
            return body("application/json", body);
        }

        Call multipart(String body, String boundary) {
            return body("multipart/form-data; boundary=" + boundary, body);
        }

        Call body(String type, String body) {
            return body(type, body.getBytes(StandardCharsets.UTF_8));
        }

        Call body(String type, byte[] body) {
            request.POST(BodyPublishers.ofByteArray(body));
            return header("Content-Type", type);
        }

        /** A body whose length the server does not know before. */
        Call chunked(String type, byte[] body) {
            request.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)));
            return header("Content-Type", type);
        }

        Reply send() {
            return start().join();
        }

        /** Sends the request over a connection of its own, because the server closes it if the handler fails afterwards. */
        Reply sendAlone() {
            return start(client()).join();
        }

        CompletableFuture<Reply> start() {
            return start(CLIENT);
        }

        private CompletableFuture<Reply> start(HttpClient client) {
            return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Reply::new);
        }

        List<CompletableFuture<Reply>> start(int times) {
            return IntStream.range(0, times).mapToObj(i -> start()).toList();
        }
    }
}
