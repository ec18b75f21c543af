package io.kvkit.spring.crash;

import static org.awaitility.Awaitility.await;

import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A {@link Worker} in its process, and the client of it. */
final class WorkerProcess implements AutoCloseable {

    /**
     * The lease of all calls but patient ones: two seconds. On a machine where processes stand still for so long, {@code
     * -Dkvkit.crash.lease=20} makes it longer.
     */
    static final Duration LEASE = Duration.ofSeconds(Integer.getInteger("kvkit.crash.lease", 2));

    private static final Duration START_TIME = Duration.ofMinutes(10);

    private final String name;
    private final Witness witness;
    private final int port = RedisServer.freePort();
    private final TestProcess process;

    /** Starts a worker and does not wait for it. */
    WorkerProcess(String name, String redis, Witness witness) {
        this.name = name;
        this.witness = witness;
        List<String> arguments = List.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.main.web-application-type=servlet",
                "--spring.application.name=crash",
                "--kv.redis.uri=" + redis,
                "--kv.redis.timeout=20s",
                "--crash.worker=" + name,
                "--crash.lease=" + LEASE.toMillis() + "ms",
                "--crash.witness=" + witness.uri());
        this.process = TestProcess.java(WorkerApp.class, arguments, new File("target", "crash-" + name + ".log"));
    }

    String name() {
        return name;
    }

    WorkerProcess awaitReady() {
        await(name + " is ready, see target/crash-" + name + ".log")
                .atMost(START_TIME)
                .until(this::isReady);
        return this;
    }

    boolean isReady() throws Exception {
        try {
            return get("/until?name=pay&key=none").statusCode() == 200;
        } catch (IOException notReady) {
            return false;
        }
    }

    TestProcess process() {
        return process;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(90));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
    }

    /** Calls an operation. */
    CompletableFuture<HttpResponse<String>> call(String path, String key) {
        String header = path.startsWith("/deliver") ? "X-Event" : "Idempotency-Key";
        HttpRequest request =
                request(path).header(header, key).POST(BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    /** Calls an operation, and returns when the worker stands still at a point of the call. */
    CompletableFuture<HttpResponse<String>> callUntil(String point, String path, String key) {
        witness.hold(name, point, key);
        CompletableFuture<HttpResponse<String>> call = call(path, key);
        witness.await(name, point, key);
        return call;
    }

    /** Returns whether a call was refused because another one with its key is running. */
    static boolean isInProgress(HttpResponse<String> answer) {
        return answer.statusCode() == 409 && answer.body().contains("in-progress");
    }

    /** Returns until when a call holds its key, in milliseconds of the server's clock; 0 if none does. */
    long heldUntil(String operation, String key) throws Exception {
        return Long.parseLong(get("/until?name=" + operation + "&key=" + key).body());
    }

    @Override
    public void close() {
        process.close();
    }
}
