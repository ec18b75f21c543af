package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.StatusNotFinalException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server with a guarded handler promises, whichever web stack it has. */
public abstract class ReplayContract {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final Set<String> OF_THE_MOMENT =
            Set.of("date", "keep-alive", "connection", "idempotent-replayed", "x-outer");

    protected final String key = UUID.randomUUID().toString();

    protected abstract int port();

    protected abstract TestGuard guard();

    static List<String> shapes() {
        return List.of(
                "json",
                "entity",
                "text",
                "bytes",
                "nothing",
                "no-content",
                "future",
                "gzip",
                "problem",
                "handled",
                "status-exception",
                "async-status-exception",
                "redirect",
                "annotated-exception",
                "many",
                "exactly-full",
                "form?a=1&a=2");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    protected void replayIsTheSameAnswerAndTheHandlerDoesNotRun(String shape) throws Exception {
        HttpResponse<byte[]> first = post(shape, "b=3");
        HttpResponse<byte[]> replay = post(shape, "b=3");
        assertThat(first.statusCode()).isLessThan(500);
        assertThat(replay.statusCode()).isEqualTo(first.statusCode());
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(headers(replay)).isEqualTo(headers(first));
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(guard().executions(key)).isEqualTo(1);
        assertThat(guard().recorded(key).retained()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    protected void withoutAKeyTheAnswerIsWhatItIsWithOne(String shape) throws Exception {
        HttpResponse<byte[]> guarded = post(shape, "b=3");
        HttpResponse<byte[]> plain = send(request(shape, "b=3").build());
        assertThat(plain.statusCode()).isEqualTo(guarded.statusCode());
        assertThat(plain.headers().firstValue("Content-Type"))
                .isEqualTo(guarded.headers().firstValue("Content-Type"));
        assertThat(plain.body().length == 0).isEqualTo(guarded.body().length == 0);
    }

    @Test
    void headersOfTheResultAreRecordedAndThoseOfTheConnectionAreNot() throws Exception {
        HttpResponse<byte[]> first = send(keyed("entity").build());
        assertThat(first.headers().firstValue("Set-Cookie")).contains("session=secret");
        HttpResponse<byte[]> replay = send(keyed("entity").build());
        assertThat(replay.headers().allValues("Link")).containsExactly("</a>; rel=next", "</b>; rel=prev");
        assertThat(replay.headers().firstValue("Location")).contains("/orders/o-1");
        assertThat(replay.headers().firstValue("ETag")).contains("\"v1\"");
        assertThat(replay.headers().firstValue("Content-Language")).contains("de");
        assertThat(replay.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(replay.headers().allValues("X-Outer"))
                .as("set by an outer filter")
                .hasSize(1);
        assertThat(guard().recorded(key).headers())
                .extracting(header -> header.name().toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "set-cookie",
                        "www-authenticate",
                        "proxy-authenticate",
                        "date",
                        "content-length",
                        "transfer-encoding",
                        "x-outer");
    }

    @Test
    void nobodyGetsTheAnswerBeforeItIsRecorded() throws Exception {
        CompletableFuture<Void> store = new CompletableFuture<>();
        guard().hold(key, store);
        CompletableFuture<HttpResponse<byte[]>> answer =
                CLIENT.sendAsync(keyed("json").build(), BodyHandlers.ofByteArray());
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
        store.complete(null);
        assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void storeFailureDoesNotChangeTheAnswer() throws Exception {
        guard().hold(key, CompletableFuture.failedFuture(new IllegalStateException("store is down")));
        HttpResponse<byte[]> answer = send(keyed("entity").build());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).contains("Käse");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 425, 429, 500, 503})
    void answerThatIsNoOutcomeIsNotRecorded(int status) throws Exception {
        assertThat(post("status/" + status, "").statusCode()).isEqualTo(status);
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key)).isNull();
        assertThat(guard().abandoned(key)).isInstanceOf(StatusNotFinalException.class);
        assertThat(post("status/" + status, "").statusCode()).isEqualTo(status);
        assertThat(guard().executions(key)).isEqualTo(2);
    }

    @Test
    void handlerThatFailsIsNotRecorded() throws Exception {
        assertThat(post("failure", "").statusCode()).isEqualTo(500);
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().abandoned(key)).isNotNull();
        assertThat(post("failure", "").statusCode()).isEqualTo(500);
        assertThat(guard().executions(key)).isEqualTo(2);
    }

    @Test
    void refusalInsideTheHandlerIsNotRecorded() throws Exception {
        HttpResponse<byte[]> refused = post("busy", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "large-parts"})
    void largeBodyReachesTheClientAndLeavesATombstone(String shape) throws Exception {
        HttpResponse<byte[]> first = post(shape, "");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).hasSize((1 << 20) + 1);
        // What is too large to be held back is sent before its end is known.
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key).retained()).isFalse();
        HttpResponse<byte[]> replay = post(shape, "");
        assertThat(replay.statusCode()).isEqualTo(409);
        assertThat(replay.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(replay.headers().firstValue("Location")).contains("/orders/large");
        assertThat(replay.body())
                .asString(StandardCharsets.UTF_8)
                .contains("\"idempotency-result-not-retained\"", "\"originalStatus\":201", "\"retryable\":false");
        assertThat(guard().executions(key)).isEqualTo(1);
    }

    @Test
    void streamIsSentAsItComesAndLeavesATombstone() throws Exception {
        HttpResponse<byte[]> first = post("events", "");
        assertThat(first.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(first.body()).asString(StandardCharsets.UTF_8).contains("data:one", "data:two");
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key).retained()).isFalse();
    }

    @Test
    void clientThatGoesAwayDoesNotUndoTheOutcome() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /slow HTTP/1.1\r\nHost: x\r\nIdempotency-Key: " + key + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            slowHandlerEntered().get(60, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        }
        letSlowHandlerGoOn();
        guard().finishing(key).get(60, TimeUnit.SECONDS);
        assertThat(guard().recorded(key)).extracting(RecordedResponse::status).isEqualTo(200);
        assertThat(guard().recorded(key).body()).asString().isEqualTo("slow");
    }

    @Test
    void exchangeShowsTheRequest() throws Exception {
        HttpRequest request = keyed("facts/7?q=1&q=2").build();
        assertThat(send(request).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("POST /facts/7 q=1&q=2 null 127.0.0.1");
    }

    @Test
    void limitsAreShownOnSuccessAndOnRefusal() throws Exception {
        HttpResponse<byte[]> granted = post("limited?granted=true", "");
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.headers().allValues("RateLimit-Policy")).containsExactly("\"quotes\";q=5;w=10");
        assertThat(granted.headers().allValues("RateLimit")).containsExactly("\"quotes\";r=4;t=2");
        assertThat(granted.headers().firstValue("Retry-After")).isEmpty();

        HttpResponse<byte[]> refused = post("limited?granted=false", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().allValues("Retry-After")).containsExactly("2");
        assertThat(refused.headers().allValues("RateLimit-Policy")).containsExactly("\"quotes\";q=5;w=10");
        assertThat(refused.headers().allValues("RateLimit")).containsExactly("\"quotes\";r=0;t=2");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body())
                .asString(StandardCharsets.UTF_8)
                .contains(
                        "\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"",
                        "\"violated-policies\":[\"quotes\"]");
    }

    protected abstract CompletableFuture<?> slowHandlerEntered();

    protected abstract void letSlowHandlerGoOn();

    protected HttpResponse<byte[]> post(String path, String form) throws Exception {
        return send(request(path, form).header("Idempotency-Key", key).build());
    }

    protected HttpRequest.Builder keyed(String path) {
        return request(path, "").header("Idempotency-Key", key);
    }

    private HttpRequest.Builder request(String path, String form) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    protected static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    private static TreeMap<String, List<String>> headers(HttpResponse<?> response) {
        TreeMap<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeIf(name -> OF_THE_MOMENT.contains(name.toLowerCase(Locale.ROOT)));
        headers.keySet()
                .removeIf(name -> !Facts.RULES.recorded().keeps(name) && !name.equalsIgnoreCase("content-length"));
        return headers;
    }
}
