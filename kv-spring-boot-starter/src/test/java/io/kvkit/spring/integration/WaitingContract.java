package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thousand duplicates wait for one running call and hold none of the eight threads of the server. */
abstract class WaitingContract extends HttpContract {

    private static final int DUPLICATES = 1_000;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    WaitingContract(Stack stack) {
        super(
                stack,
                List.of(Awaited.class),
                "server.tomcat.threads.max=8",
                "server.tomcat.accept-count=2000",
                "spring.mvc.async.request-timeout=60s");
    }

    private Awaited handlers() {
        return app.bean(Awaited.class);
    }

    @ParameterizedTest
    @CsvSource({"awaited-stage, paid", "awaited-mono, paid", "awaited-event, duplicate"})
    void duplicatesWaitWithoutAThread(String shape, String answer, TestReporter reporter) {
        handlers().renew();
        int before = handlers().executed();
        CompletableFuture<Reply> first = send(shape);
        Eventually.until(() -> handlers().executed() == before + 1);
        List<CompletableFuture<Reply>> duplicates =
                IntStream.range(0, DUPLICATES).mapToObj(i -> send(shape)).toList();
        for (int i = 0; i < 20; i++) {
            http.get("/other").send().hasStatus(200);
        }
        assertThat(duplicates).noneMatch(CompletableFuture::isDone);
        long end = System.nanoTime();
        handlers().end();
        List<Reply> replies = duplicates.stream().map(CompletableFuture::join).toList();
        reporter.publishEntry("milliseconds to the last of " + DUPLICATES, "" + (System.nanoTime() - end) / 1_000_000);
        assertThat(first.join().hasStatus(200).text()).isEqualTo("paid " + (before + 1));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.hasStatus(200).text()).startsWith(answer));
        assertThat(handlers().executed()).isEqualTo(before + 1);
    }

    private CompletableFuture<Reply> send(String shape) {
        HttpRequest request = HttpRequest.newBuilder(http.uri("/" + shape + "?id=" + key))
                .timeout(Duration.ofSeconds(60))
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.noBody())
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Reply::new);
    }
}
