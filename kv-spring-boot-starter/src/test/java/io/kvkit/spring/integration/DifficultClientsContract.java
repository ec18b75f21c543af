package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that drop connections, send slowly, and retry at once: each order is paid once. */
abstract class DifficultClientsContract extends HttpContract {

    DifficultClientsContract(Stack stack) {
        super(stack, List.of(DifficultClients.class));
    }

    private DifficultClients payments() {
        return app.bean(DifficultClients.class);
    }

    private byte[] request(String shape) {
        return ("POST /" + shape + " HTTP/1.1\r\nHost: shop\r\nContent-Type: text/plain\r\nContent-Length: "
                        + key.length() + "\r\nIdempotency-Key: " + key + "\r\n\r\n" + key)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", http.uri("/").getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends the first bytes of a request and cuts the line. */
    private void sendAndDrop(byte[] request, int bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request, 0, bytes);
        }
    }

    private Reply retry(String shape) {
        return http.post("/" + shape).key(key).body("text/plain", key).send();
    }

    /** Repeats the request at once as long as the first one is running. */
    private Reply insist(String shape) {
        Reply[] last = new Reply[1];
        Eventually.until(() -> {
            last[0] = retry(shape);
            return last[0].status() != 409;
        });
        return last[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"difficult-stage", "difficult-mono"})
    void clientThatDropsTheLineGetsTheAnswerWhenItAsksAgain(String shape) throws IOException {
        CompletableFuture<Void> end = payments().hold();
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request(shape));
            Eventually.until(() -> payments().paid(key) == 1);
            retry(shape).isProblem(409, "idempotency-in-progress").hasRetryAfter();
        }
        end.complete(null);
        Reply reply = insist(shape).hasStatus(200);
        assertThat(reply.text()).isEqualTo("paid " + key + " 1");
        assertThat(reply.replayed()).isTrue();
        assertThat(payments().paid(key)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"difficult-stage", "difficult-mono"})
    void clientThatDropsTheLineWithinItsBodyLeavesNothingBehind(String shape) throws IOException {
        byte[] request = request(shape);
        for (int bytes : new int[] {20, request.length - key.length(), request.length - 1}) {
            sendAndDrop(request, bytes);
        }
        Reply reply = retry(shape).hasStatus(200);
        assertThat(reply.replayed()).isFalse();
        assertThat(payments().paid(key)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"difficult-stage", "difficult-mono"})
    void orderThatComesByteByByteIsPaidAndReplayedToARetry(String shape) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            for (byte one : request(shape)) {
                out.write(one);
                out.flush();
            }
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
        assertThat(retry(shape).hasStatus(200).replayed()).isTrue();
        assertThat(payments().paid(key)).isOne();
    }

    @Test
    void everyOrderIsPaidOnceByClientsWithoutPatience() {
        Random random = new Random(20_261_130);
        for (int order = 0; order < 10; order++) {
            newKey();
            String shape = random.nextBoolean() ? "difficult-stage" : "difficult-mono";
            CompletableFuture<Void> end = payments().hold();
            List<CompletableFuture<Void>> dropping = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> CompletableFuture.runAsync(() -> drop(shape, random.nextBoolean())))
                    .toList();
            Stream<CompletableFuture<Reply>> patient =
                    http.post("/" + shape).key(key).body("text/plain", key).start(2).stream();
            end.complete(null);
            dropping.forEach(CompletableFuture::join);
            patient.map(CompletableFuture::join)
                    .forEach(reply -> assertThat(reply.status()).isIn(200, 409));
            assertThat(insist(shape).hasStatus(200).text()).isEqualTo("paid " + key + " 1");
            assertThat(payments().paid(key)).isOne();
        }
    }

    private void drop(String shape, boolean whole) {
        try {
            byte[] request = request(shape);
            sendAndDrop(request, whole ? request.length : request.length / 2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
